import type { Connection } from "@punctual/contract";
import { History } from "lucide-react";
import { useState } from "react";
import { useStartBackfill } from "../data/sweeps.ts";
import { formatDate } from "../time/format.ts";
import { useNow, useTimeView } from "../time/time-context.tsx";
import { Button } from "../ui/button.tsx";
import { reasonOf } from "../ui/error-state.tsx";
import { LiveRing } from "../ui/live-ring.tsx";
import { Trouble } from "../ui/trouble.tsx";

type Backfill = Connection["backfill"];

/** Sessions are copied by start, and most lie before now: the share of that time which is done. Never quite 1. */
export function progressOf(backfill: Backfill, now: number): number {
  if (backfill.from === null || backfill.reached === null) return 0;
  const from = Date.parse(backfill.from);
  const done = (Date.parse(backfill.reached) - from) / Math.max(1, now - from);
  return Math.min(0.97, Math.max(0, done));
}

const longer = [
  { days: 365, label: "the last year" },
  { days: 730, label: "the last 2 years" },
  { days: 1825, label: "the last 5 years" },
] as const;

const dayMs = 86_400_000;

/** How the copying of an account's history stands: a ring that fills, how far in time it came, and a way to copy more. */
export function BackfillProgress({ backfill }: { readonly backfill: Backfill }) {
  const view = useTimeView();
  const now = useNow();
  const start = useStartBackfill();
  const [asked, setAsked] = useState(false);
  const sessions = `${backfill.sessions.toLocaleString(view.locale)} ${backfill.sessions === 1 ? "session" : "sessions"}`;
  const since = backfill.from === null ? null : formatDate(backfill.from, view, now);
  if (backfill.state === "running") {
    return (
      <p className="flex items-center gap-3 text-sm text-ink" role="status">
        <LiveRing state="working" progress={progressOf(backfill, now)} className="size-6" />
        <span>
          Copying your sessions: {sessions} so far
          {backfill.reached === null ? null : `, as far as ${formatDate(backfill.reached, view, now)}`}
        </span>
      </p>
    );
  }
  const more = longer.find(
    ({ days }) => backfill.from === null || Date.parse(backfill.from) > now - days * dayMs + dayMs,
  );
  return (
    <div className="flex flex-col items-start gap-2 text-sm text-ink-soft">
      {backfill.state === "failed" ? (
        <p className="text-attention">
          Copying stopped after {sessions}. {backfill.trouble}
        </p>
      ) : backfill.state === "done" && since !== null ? (
        <p>Sessions since {since} are here.</p>
      ) : null}
      {backfill.state === "failed" ? (
        <Button size="small" busy={start.isPending} busyLabel="Starting" onClick={() => start.mutate(undefined)}>
          Copy again
        </Button>
      ) : more === undefined ? null : asked ? (
        <span className="flex flex-wrap gap-2">
          {longer
            .filter(({ days }) => days >= more.days)
            .map(({ days, label }) => (
              <Button
                key={days}
                size="small"
                busy={start.isPending}
                busyLabel="Starting"
                onClick={() => start.mutate(days, { onSuccess: () => setAsked(false) })}
              >
                Copy {label}
              </Button>
            ))}
        </span>
      ) : (
        <Button
          size="small"
          variant="quiet"
          className="-ml-3"
          icon={<History strokeWidth={1.5} />}
          onClick={() => setAsked(true)}
        >
          Copy more history
        </Button>
      )}
      <Trouble>{start.isError ? reasonOf(start.error) : null}</Trouble>
    </div>
  );
}
