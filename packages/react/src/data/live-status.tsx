import { Ago } from "../time/when.tsx";
import { LiveRing } from "../ui/live-ring.tsx";
import { type LiveState, useLive } from "./live.tsx";

const words: Record<LiveState, string> = {
  live: "Live",
  reconnecting: "Reconnecting",
  offline: "Offline",
};

/** Whether this page is in step, and since when. */
export function LiveStatus({ className }: { readonly className?: string }) {
  const { state, inStepAt } = useLive();
  return (
    <span className={`inline-flex items-center gap-2 text-xs text-ink-soft ${className ?? ""}`}>
      <LiveRing state={state === "live" ? "live" : state === "offline" ? "off" : "waiting"} />
      <span role="status">{words[state]}</span>
      {inStepAt === null ? null : (
        <span>
          updated <Ago at={inStepAt} />
        </span>
      )}
    </span>
  );
}
