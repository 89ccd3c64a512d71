import { buttonClasses, Loading, reasonOf, Skeleton, TextButton, useConnection, useEventTypes } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { Check, TriangleAlert } from "lucide-react";
import { needsOf } from "./needs.ts";

/** What only the coach can settle. Says so when there is nothing. */
export function NeedsYou() {
  const connection = useConnection();
  const eventTypes = useEventTypes({}, { enabled: connection.data?.state === "active" });
  const needs = connection.data === undefined ? [] : needsOf(connection.data, eventTypes.data?.items ?? null);
  return (
    <section aria-labelledby="needs-you">
      <h2 id="needs-you" className="text-base font-semibold">
        Needs you
      </h2>
      {connection.isPending ? (
        <Loading label="Loading what needs you" className="mt-4 flex flex-col gap-2">
          <Skeleton className="h-4 w-40" />
          <Skeleton className="h-4 w-56" />
        </Loading>
      ) : connection.isError ? (
        <p className="mt-3 text-sm text-ink-soft">
          {reasonOf(connection.error)} <TextButton onClick={() => void connection.refetch()}>Try again</TextButton>
        </p>
      ) : needs.length === 0 ? (
        <p className="mt-3 flex items-center gap-2 text-sm text-ink-soft">
          <Check aria-hidden="true" className="size-4 text-confirmed" strokeWidth={1.75} />
          Nothing needs you.
        </p>
      ) : (
        <ul className="mt-3 divide-y border-y">
          {needs.map((need) => (
            <li key={need.id} className="flex flex-col gap-3 py-4">
              <div className="flex gap-3">
                <TriangleAlert
                  aria-hidden="true"
                  className="mt-0.5 size-4 shrink-0 text-attention"
                  strokeWidth={1.75}
                />
                <div>
                  <p className="text-sm font-medium">{need.title}</p>
                  <p className="mt-0.5 text-sm text-ink-soft">{need.why}</p>
                </div>
              </div>
              <Link to={need.to} className={buttonClasses({ size: "small", className: "self-start sm:ml-7" })}>
                {need.action}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
