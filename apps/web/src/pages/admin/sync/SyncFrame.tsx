import { PageHeader } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { LiveLine } from "../../../shell/LiveLine.tsx";
import { useTitle } from "../../../shell/use-title.ts";

const parts = [
  { to: "/sync", label: "Deliveries" },
  { to: "/sync/drift", label: "Drift" },
  { to: "/sync/usage", label: "API usage" },
] as const;

/** What the three pages about sync have in common: the question of each, and the way to the others. */
export function SyncFrame({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}) {
  useTitle(title);
  return (
    <>
      <PageHeader title={title} lead={lead} actions={<LiveLine />} />
      <nav aria-label="Sync" className="-mx-2 mb-8 flex gap-1 overflow-x-auto border-b">
        {parts.map(({ to, label }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true }}
            className="min-h-11 shrink-0 border-b-2 border-transparent px-3 py-2.5 text-sm text-ink-soft hover:text-ink sm:min-h-0 [&.active]:border-accent [&.active]:text-ink"
          >
            {label}
          </Link>
        ))}
      </nav>
      {children}
    </>
  );
}
