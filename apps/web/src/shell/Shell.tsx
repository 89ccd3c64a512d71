import { PunctualProvider } from "@punctual/react";
import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useRouter } from "@tanstack/react-router";
import { Suspense, useEffect, useState } from "react";
import { signInAddress } from "../identity/leave.ts";
import { onSignedOutElsewhere } from "../identity/login-session.ts";
import { api, useConfig, useViewer } from "../identity/queries.ts";
import { lazyPart } from "../routing/lazy-part.tsx";
import { BottomBar } from "./BottomBar.tsx";
import { ReachabilityBanner } from "./ReachabilityBanner.tsx";
import { RouteAnnouncer } from "./RouteAnnouncer.tsx";
import { useShortcuts } from "./shortcuts.ts";
import { TopBar } from "./TopBar.tsx";
import { usePagesAhead } from "./use-pages-ahead.ts";

// None of these is needed for the first paint.
const Toaster = lazyPart(() => import("./Toasts.tsx"));
const Palette = lazyPart(() => import("./Palette.tsx"));
const ClerkPage = lazyPart(() => import("../identity/ClerkPage.tsx"));
const KeyboardHelp = lazyPart(() => import("./KeyboardHelp.tsx"));
const VerifyNotice = lazyPart(() => import("../identity/VerifyNotice.tsx"));

/** What stands around every page of a signed-in person. */
export function Shell() {
  const viewer = useViewer();
  const queryClient = useQueryClient();
  return (
    <PunctualProvider client={api} queryClient={queryClient} timeZone={viewer.timeZone} live>
      <Frame />
    </PunctualProvider>
  );
}

function Frame() {
  const { emailVerified } = useViewer();
  const { clerkPublishableKey } = useConfig();
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  usePagesAhead();
  const router = useRouter();
  // Who signs out in one tab expects that none of the others still shows anything.
  useEffect(
    () => onSignedOutElsewhere(() => window.location.replace(signInAddress(router.state.location.href, "signed_out"))),
    [router],
  );
  useShortcuts({ onPalette: () => setOpen("palette"), onHelp: () => setOpen("help") });
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-4 py-3 text-on-accent focus-visible:not-sr-only focus-visible:fixed! focus-visible:top-2 focus-visible:left-2"
      >
        Skip to the page
      </a>
      <RouteAnnouncer />
      <TopBar onSearch={() => setOpen("palette")} onHelp={() => setOpen("help")} />
      <ReachabilityBanner />
      <Suspense>{emailVerified ? null : <VerifyNotice />}</Suspense>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-page flex-1 px-4 pt-6 pb-28 sm:px-6 sm:pt-10 sm:pb-20"
      >
        <Outlet />
      </main>
      <BottomBar />
      <Suspense>
        <Toaster />
      </Suspense>
      <Suspense>{clerkPublishableKey === null ? null : <ClerkPage publishableKey={clerkPublishableKey} />}</Suspense>
      <Suspense>
        {open === "palette" ? <Palette onClose={() => setOpen(null)} /> : null}
        {open === "help" ? <KeyboardHelp onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </div>
  );
}
