import { PageHeader } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTitle } from "../../../shell/use-title.ts";

const parts = [
  { to: "/services", label: "API keys" },
  { to: "/services/outgoing", label: "Outgoing webhooks" },
] as const;

/** What the two pages about other services have in common. */
export function ServicesFrame(props: {
  readonly title: string;
  readonly lead: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  useTitle(props.title);
  return (
    <>
      <PageHeader title={props.title} lead={props.lead} actions={props.actions} />
      <nav aria-label="Services" className="-mx-2 mb-8 flex gap-1 overflow-x-auto border-b">
        {parts.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            className="min-h-11 shrink-0 border-b-2 border-transparent px-3 py-2.5 text-sm text-ink-soft hover:text-ink sm:min-h-0 [&.active]:border-accent [&.active]:text-ink"
          >
            {label}
          </Link>
        ))}
      </nav>
      {props.children}
    </>
  );
}
