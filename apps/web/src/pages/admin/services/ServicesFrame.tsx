import { PageHeader } from "@punctual/react";
import type { ReactNode } from "react";
import { PartTabs } from "../../../shell/PartTabs.tsx";
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
      <PartTabs label="Services" parts={parts} />
      {props.children}
    </>
  );
}
