import { RefreshCw } from "lucide-react";
import { useOwnDrift, useStartOwnSweep } from "../data/sweeps.ts";
import { formatDate } from "../time/format.ts";
import { useNow, useTimeView } from "../time/time-context.tsx";
import { Ago } from "../time/when.tsx";
import { Button } from "../ui/button.tsx";
import { reasonOf } from "../ui/error-state.tsx";
import { LiveRing } from "../ui/live-ring.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { comparedWords, fieldWords, foundWords, ownSentence } from "./drift-words.ts";

/** The coach's own certificate: are my sessions here the same as at Calendly, and since when is that known? */
export function OwnDrift() {
  const view = useTimeView();
  const { locale } = view;
  const now = useNow();
  const drift = useOwnDrift();
  const start = useStartOwnSweep();
  if (drift.isPending) {
    return (
      <Loading label="Loading the comparison with Calendly">
        <Skeleton className="h-5 w-80 max-w-full" />
      </Loading>
    );
  }
  if (drift.data === undefined) return null;
  const { newest, running, failed, remaining } = drift.data;
  const state = running !== null ? "working" : remaining > 0 || newest === null || failed !== null ? "waiting" : "done";
  return (
    <div className="flex flex-col items-start gap-2 text-sm text-ink-soft">
      <p className="flex items-center gap-2 text-ink" role="status">
        <LiveRing state={state} />
        {running === null ? (
          <span>
            {ownSentence(drift.data, locale)}
            {newest?.endedAt ? (
              <>
                , checked <Ago at={newest.endedAt} />.
              </>
            ) : null}
          </span>
        ) : (
          <span>Comparing with Calendly: {running.sessionsCompared.toLocaleString(locale)} sessions so far</span>
        )}
      </p>
      {newest === null ? null : (
        <p>
          {comparedWords(newest, locale)} since {formatDate(newest.from, view, now)} compared;{" "}
          {foundWords(newest, locale)}
          {newest.differences.length === 0 ? "." : `: ${fieldWords(newest)}.`}
        </p>
      )}
      {failed?.trouble ? <p className="text-attention">The last comparison did not end. {failed.trouble}</p> : null}
      <Button
        size="small"
        icon={<RefreshCw strokeWidth={1.5} />}
        busy={start.isPending || running !== null}
        busyLabel="Checking"
        onClick={() => start.mutate("full")}
      >
        Check now
      </Button>
      <Trouble>{start.isError ? reasonOf(start.error) : null}</Trouble>
    </div>
  );
}
