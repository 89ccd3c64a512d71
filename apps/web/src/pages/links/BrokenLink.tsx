import { ApiProblem } from "@punctual/contract";
import { reasonOf } from "@punctual/react";
import type { ReactNode } from "react";
import { LinkFrame } from "./LinkFrame.tsx";

/** True when the link itself is the trouble: trying again with it would change nothing. */
export function isLinkOver(error: Error | null): boolean {
  return (
    error instanceof ApiProblem && (error.problem.code === "link_unknown" || error.problem.code === "link_expired")
  );
}

/** A link that was used, is too old, or was cut short on its way. */
export function BrokenLink(props: {
  readonly title: string;
  /** Null when the link was cut short before it was ever tried. */
  readonly error: Error | null;
  readonly wayOut: ReactNode;
}) {
  const sentence =
    props.error === null
      ? "A part of the address is missing. Open the link from the mail again, all of it."
      : reasonOf(props.error);
  return (
    <LinkFrame title={props.title} lead={<p role="alert">{sentence}</p>}>
      {props.wayOut}
    </LinkFrame>
  );
}
