import { Ago, LiveRing, useLive } from "@punctual/react";

/** Whether this page is in step, and since when: 'Live, all in step 12 s ago'. */
export function LiveLine() {
  const { state, inStepAt } = useLive();
  return (
    <p className="inline-flex min-h-8 items-center gap-2 text-sm text-ink-soft">
      <LiveRing state={state === "live" ? "live" : state === "offline" ? "off" : "waiting"} />
      <span>
        {state === "live" ? "Live" : state === "offline" ? "Offline" : "Connecting"}
        {inStepAt === null ? null : (
          <>
            {state === "live" ? ", all in step " : ", last in step "}
            <Ago at={inStepAt} />
          </>
        )}
      </span>
    </p>
  );
}
