import { Button, ErrorState } from "@punctual/react";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { signOutTo } from "../identity/login-session.ts";
import { isSuspended } from "../routing/guards.ts";
import { PageNotLoaded } from "../routing/lazy-page.ts";
import { useTitle } from "./use-title.ts";

/** One page failed; the rest of the app stands. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (isSuspended(error)) return <Suspended error={error} />;
  return (
    <Failed title="This page did not load">
      <ErrorState
        title="This page did not load."
        error={error}
        onRetry={() => {
          // Code that did not come is remembered as missing: only a new document asks for it again.
          if (error instanceof PageNotLoaded && navigator.onLine) window.location.reload();
          reset();
          void router.invalidate();
        }}
      />
    </Failed>
  );
}

/** What somebody sees whom an admin keeps out: trying again does not help, another account may. */
function Suspended({ error }: { readonly error: Error }) {
  const [leaving, setLeaving] = useState(false);
  const leave = async (): Promise<void> => {
    setLeaving(true);
    if (!(await signOutTo("/sign-in"))) setLeaving(false);
  };
  return (
    <Failed title="Your account is suspended">
      <ErrorState
        title="You cannot come in at present."
        error={error}
        action={
          <Button busy={leaving} busyLabel="Signing out" onClick={() => void leave()}>
            Sign in as somebody else
          </Button>
        }
      />
    </Failed>
  );
}

function Failed({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useTitle(title);
  return (
    <div className="mx-auto max-w-page py-10">
      <h1 className="sr-only">{title}</h1>
      {children}
    </div>
  );
}
