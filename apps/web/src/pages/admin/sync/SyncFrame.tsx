import { PageHeader } from "@punctual/react";
import type { ReactNode } from "react";
import { LiveLine } from "../../../shell/LiveLine.tsx";
import { PartTabs } from "../../../shell/PartTabs.tsx";
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
      <PartTabs label="Sync" parts={parts} />
      {children}
    </>
  );
}
