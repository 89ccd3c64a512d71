import { type AppConfig, routes } from "@punctual/contract";
import type { ServerConfig } from "../../platform/config.ts";
import type { Context } from "../../platform/context.ts";
import { ok, problem } from "../../platform/http/reply.ts";
import { accountRoutes } from "./account-routes.ts";
import { type HandledRoute, handle } from "./handle.ts";
import type { Identity, IdentityCapabilities } from "./identity.ts";
import { memberRoutes } from "./member-routes.ts";
import { meOf, updateMe } from "./update-me.ts";

export function accessRoutes(context: Context, identity: Identity): HandledRoute[] {
  return [
    handle(routes.getAppConfig, async () => ok(publicConfig(context.config, identity.capabilities))),
    handle(routes.receiveClerkWebhook, async ({ request }) => {
      const received = await identity.receiveNews(request);
      switch (received.kind) {
        case "taken":
          return ok({ received: true as const, duplicate: received.duplicate });
        case "not_here":
          return problem("not_found", "This deployment keeps its accounts itself: it takes nothing from Clerk.");
        case "signature_invalid":
          return problem(
            "signature_invalid",
            "The signature does not fit the body. Sign with the signing secret of this endpoint, as Clerk's dashboard shows it.",
          );
        case "signature_stale":
          return problem(
            "signature_stale",
            "The signature's timestamp is more than 5 minutes away from now. Sign again with the present time.",
          );
        case "unreadable":
          return problem(
            "invalid_request",
            "The body is signed, and not in the form that Clerk documents for its event.",
          );
        case "too_large":
          return problem("payload_too_large", "The body is larger than 512 KiB, which no webhook of Clerk is.");
        case "too_slow":
          return problem("request_timeout", "The body did not arrive within 10 seconds. Send it again.");
      }
    }),
    handle(routes.getMe, async ({ viewer }) => ok(meOf(viewer))),
    handle(routes.updateMe, async ({ viewer, body, requestId }) =>
      ok(await updateMe(context, viewer, body, requestId)),
    ),
    ...accountRoutes(context, identity),
    ...memberRoutes(context, identity),
  ];
}

/** What anyone may know of this deployment. */
function publicConfig(config: ServerConfig, identity: IdentityCapabilities): AppConfig {
  const { bookingUrl, assetsUrl } = config.calendly;
  return {
    authMode: config.auth.mode,
    clerkPublishableKey: config.auth.mode === "clerk" ? config.auth.clerk.publishableKey : null,
    identity: { ...identity },
    calendly: {
      bookingOrigin: new URL(bookingUrl).origin,
      widgetScriptUrl: `${assetsUrl}/assets/external/widget.js`,
      widgetStylesheetUrl: `${assetsUrl}/assets/external/widget.css`,
    },
    mailbox: config.mail.smtpUrl === null,
    signInHints: config.signInHints.map((hint) => ({ ...hint })),
  };
}
