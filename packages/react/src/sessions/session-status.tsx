import type { SessionSummary } from "@punctual/contract";
import { Ban, Check, CircleDot, Eraser, History, Undo2 } from "lucide-react";
import { Badge } from "../ui/badge.tsx";

type StatusFacts = Pick<SessionSummary, "status" | "startAt" | "endAt" | "rescheduled" | "gone">;

/** What a session is to a person now. The phase is taken from the clock, so that an open page does not grow old. */
export function sessionState(
  session: StatusFacts,
  now: number,
): "canceled" | "rescheduled" | "upcoming" | "in_progress" | "ended" | "gone" {
  if (session.gone) return "gone";
  if (session.status === "canceled") return session.rescheduled ? "rescheduled" : "canceled";
  if (now < Date.parse(session.startAt)) return "upcoming";
  return now < Date.parse(session.endAt) ? "in_progress" : "ended";
}

export function SessionBadge({ session, now }: { readonly session: StatusFacts; readonly now: number }) {
  switch (sessionState(session, now)) {
    case "gone":
      return (
        <Badge tone="neutral" icon={Eraser}>
          Deleted at Calendly
        </Badge>
      );
    case "canceled":
      return (
        <Badge tone="canceled" icon={Ban}>
          Canceled
        </Badge>
      );
    case "rescheduled":
      return (
        <Badge tone="waiting" icon={Undo2}>
          Moved
        </Badge>
      );
    case "upcoming":
      return (
        <Badge tone="confirmed" icon={Check}>
          Confirmed
        </Badge>
      );
    case "in_progress":
      return (
        <Badge tone="accent" icon={CircleDot}>
          In progress
        </Badge>
      );
    case "ended":
      return (
        <Badge tone="neutral" icon={History}>
          Ended
        </Badge>
      );
  }
}
