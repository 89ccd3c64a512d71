import { ErrorState } from "@punctual/react";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { PageNotLoaded } from "../routing/lazy-page.ts";
import { useTitle } from "./use-title.ts";

/** One page failed; the rest of the app stands. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  useTitle("This page did not load");
  return (
    <div className="mx-auto max-w-page py-10">
      <h1 className="sr-only">This page did not load</h1>
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
    </div>
  );
}
