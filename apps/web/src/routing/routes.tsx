import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet } from "@tanstack/react-router";
import { configQuery } from "../identity/queries.ts";
import { FramePending } from "../shell/FramePending.tsx";
import { NotFoundPage } from "../shell/NotFoundPage.tsx";
import { RouteError } from "../shell/RouteError.tsx";
import { pagesByRole } from "./by-role.tsx";
import { requireSignedOut, requireViewer } from "./guards.ts";
import { pageCode } from "./lazy-page.ts";
import {
  type DriftSearch,
  only,
  parseAuditSearch,
  parseAvailabilitySearch,
  parseCoachSearch,
  parseConnectionSearch,
  parseDeliveriesSearch,
  parseDriftSearch,
  parseFindSearch,
  parsePeopleSearch,
  parseSecuritySearch,
  parseServicesSearch,
  parseSessionsSearch,
  parseSignInSearch,
  parseUsageSearch,
  type SecuritySearch,
  type ServicesSearch,
  type SignInSearch,
  type UsageSearch,
} from "./search.ts";

export interface RouterContext {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: RouteError,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: only<SignInSearch>(parseSignInSearch),
  beforeLoad: ({ search }) => requireSignedOut(search.returnTo),
  loader: ({ context }) => context.queryClient.prefetchQuery(configQuery),
  component: lazyRouteComponent(
    pageCode(() => import("../pages/everyone/SignInPage.tsx")),
    "SignInPage",
  ),
  pendingComponent: FramePending,
});

/** What mails lead to: open to anyone, signed in or not. */
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: "/forgot-password",
  component: lazyRouteComponent(
    pageCode(() => import("../pages/links/ForgotPasswordPage.tsx")),
    "ForgotPasswordPage",
  ),
  pendingComponent: FramePending,
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: lazyRouteComponent(
    pageCode(() => import("../pages/links/ResetPasswordPage.tsx")),
    "ResetPasswordPage",
  ),
  pendingComponent: FramePending,
});

const verifyEmail = createRoute({
  getParentRoute: () => root,
  path: "/verify-email",
  component: lazyRouteComponent(
    pageCode(() => import("../pages/links/VerifyEmailPage.tsx")),
    "VerifyEmailPage",
  ),
  pendingComponent: FramePending,
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: "/invitation",
  component: lazyRouteComponent(
    pageCode(() => import("../pages/links/InvitationPage.tsx")),
    "InvitationPage",
  ),
  pendingComponent: FramePending,
});

/** Everything behind the sign-in page. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signed-in",
  beforeLoad: async ({ context, location }) => ({ viewer: await requireViewer(context.queryClient, location.href) }),
  loader: ({ context }) => context.queryClient.ensureQueryData(configQuery),
  component: lazyRouteComponent(
    pageCode(() => import("../shell/Shell.tsx")),
    "Shell",
  ),
  pendingComponent: FramePending,
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  ...pagesByRole({
    coach: lazyRouteComponent(
      pageCode(() => import("../pages/coach/TodayPage.tsx")),
      "TodayPage",
    ),
    realtor: lazyRouteComponent(
      pageCode(() => import("../pages/realtor/HomePage.tsx")),
      "HomePage",
    ),
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/OverviewPage.tsx")),
      "OverviewPage",
    ),
  }),
});

const sessions = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions",
  validateSearch: only(parseSessionsSearch),
  component: lazyRouteComponent(
    pageCode(() => import("../pages/everyone/SessionsPage.tsx")),
    "SessionsPage",
  ),
});

const session = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$sessionId",
  component: lazyRouteComponent(
    pageCode(() => import("../pages/everyone/SessionPage.tsx")),
    "SessionPage",
  ),
});

const availability = createRoute({
  getParentRoute: () => signedIn,
  path: "/availability",
  validateSearch: only(parseAvailabilitySearch),
  ...pagesByRole({
    coach: lazyRouteComponent(
      pageCode(() => import("../pages/coach/AvailabilityPage.tsx")),
      "AvailabilityPage",
    ),
  }),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  component: lazyRouteComponent(
    pageCode(() => import("../pages/everyone/SettingsPage.tsx")),
    "SettingsPage",
  ),
});

const security = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/security",
  component: lazyRouteComponent(
    pageCode(() => import("../pages/everyone/security/SignInSecurityPage.tsx")),
    "SignInSecurityPage",
  ),
});

const people = createRoute({
  getParentRoute: () => signedIn,
  path: "/people",
  validateSearch: only(parsePeopleSearch),
  ...pagesByRole({
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/people/PeoplePage.tsx")),
      "PeoplePage",
    ),
  }),
});

const connection = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings/connection",
  validateSearch: only(parseConnectionSearch),
  ...pagesByRole({
    coach: lazyRouteComponent(
      pageCode(() => import("../pages/coach/ConnectionPage.tsx")),
      "ConnectionPage",
    ),
  }),
});

const coaches = createRoute({
  getParentRoute: () => signedIn,
  path: "/coaches",
  validateSearch: only(parseFindSearch),
  ...pagesByRole({
    realtor: lazyRouteComponent(
      pageCode(() => import("../pages/realtor/CoachesPage.tsx")),
      "CoachesPage",
    ),
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/FleetPage.tsx")),
      "FleetPage",
    ),
  }),
});

const coach = createRoute({
  getParentRoute: () => signedIn,
  path: "/coaches/$coachId",
  validateSearch: only(parseCoachSearch),
  ...pagesByRole({
    realtor: lazyRouteComponent(
      pageCode(() => import("../pages/realtor/CoachPage.tsx")),
      "CoachPage",
    ),
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/CoachPage.tsx")),
      "CoachPage",
    ),
  }),
});

const deliveries = createRoute({
  getParentRoute: () => signedIn,
  path: "/sync",
  validateSearch: only(parseDeliveriesSearch),
  ...pagesByRole({
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/sync/DeliveriesPage.tsx")),
      "DeliveriesPage",
    ),
  }),
});

const drift = createRoute({
  getParentRoute: () => signedIn,
  path: "/sync/drift",
  validateSearch: only<DriftSearch>(parseDriftSearch),
  ...pagesByRole({
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/sync/DriftPage.tsx")),
      "DriftPage",
    ),
  }),
});

const usage = createRoute({
  getParentRoute: () => signedIn,
  path: "/sync/usage",
  validateSearch: only<UsageSearch>(parseUsageSearch),
  ...pagesByRole({
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/sync/UsagePage.tsx")),
      "UsagePage",
    ),
  }),
});

const securityWatch = createRoute({
  getParentRoute: () => signedIn,
  path: "/security",
  validateSearch: only<SecuritySearch>(parseSecuritySearch),
  ...pagesByRole({
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/security/SecurityPage.tsx")),
      "SecurityPage",
    ),
  }),
});

const embedCheck = createRoute({
  getParentRoute: () => signedIn,
  path: "/security/embed",
  ...pagesByRole({
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/security/EmbedPage.tsx")),
      "EmbedPage",
    ),
  }),
});

const apiKeys = createRoute({
  getParentRoute: () => signedIn,
  path: "/services",
  validateSearch: only<ServicesSearch>(parseServicesSearch),
  ...pagesByRole({
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/services/ApiKeysPage.tsx")),
      "ApiKeysPage",
    ),
  }),
});

const outgoing = createRoute({
  getParentRoute: () => signedIn,
  path: "/services/outgoing",
  validateSearch: only<ServicesSearch>(parseServicesSearch),
  ...pagesByRole({
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/services/OutgoingPage.tsx")),
      "OutgoingPage",
    ),
  }),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: "/audit",
  validateSearch: only(parseAuditSearch),
  ...pagesByRole({
    admin: lazyRouteComponent(
      pageCode(() => import("../pages/admin/audit/AuditPage.tsx")),
      "AuditPage",
    ),
  }),
});

const mailbox = createRoute({
  getParentRoute: () => signedIn,
  path: "/mailbox",
  component: lazyRouteComponent(
    pageCode(() => import("../pages/everyone/MailboxPage.tsx")),
    "MailboxPage",
  ),
});

const message = createRoute({
  getParentRoute: () => signedIn,
  path: "/mailbox/$messageId",
  component: lazyRouteComponent(
    pageCode(() => import("../pages/everyone/MessagePage.tsx")),
    "MessagePage",
  ),
});

/** Addresses that do not exist keep the frame around them, so that one finds the way out. */
const nowhere = createRoute({ getParentRoute: () => signedIn, path: "$", component: NotFoundPage });

export const routeTree = root.addChildren([
  signIn,
  forgotPassword,
  resetPassword,
  verifyEmail,
  invitation,
  signedIn.addChildren([
    home,
    sessions,
    session,
    availability,
    settings,
    security,
    connection,
    people,
    coaches,
    coach,
    deliveries,
    drift,
    usage,
    securityWatch,
    embedCheck,
    apiKeys,
    outgoing,
    audit,
    mailbox,
    message,
    nowhere,
  ]),
]);
