import { buttonClasses, EmptyState } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { useTitle } from "./use-title.ts";

/** What one may not see looks exactly like what does not exist. */
export function NotFoundPage() {
  useTitle("Nothing here");
  return (
    <div className="py-10">
      <h1 className="sr-only">Nothing here</h1>
      <EmptyState
        title="There is nothing here, or it is not yours to see."
        action={
          <Link to="/" className={buttonClasses({ variant: "primary" })}>
            Go to the start
          </Link>
        }
      >
        The address may have a typing mistake, or what was here belongs to someone else.
      </EmptyState>
    </div>
  );
}
