import type { Usage, UsageCircuit, UsageWindow } from "@punctual/contract";
import {
  Ago,
  Badge,
  Countdown,
  EmptyState,
  ErrorState,
  Figure,
  Figures,
  FiguresSkeleton,
  SegmentedControl,
  Skeleton,
  useUsage,
} from "@punctual/react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { number } from "../plain-words.ts";
import { windowWords } from "../windows.ts";
import { SyncFrame } from "./SyncFrame.tsx";
import { UsageChart } from "./UsageChart.tsx";
import { CoachesPart, EndpointsPart, ErrorsPart, PurposesPart } from "./UsageTables.tsx";
import { codeName, shareWords, usageSentence } from "./usage-words.ts";

/** How much of Calendly's budget is used, and what goes wrong? One sentence, then the figures that it rests on. */
export function UsagePage() {
  const window = useSearch({ from: "/signed-in/sync/usage" }).window ?? "hour";
  const navigate = useNavigate();
  const usage = useUsage(window);
  return (
    <SyncFrame
      title="API usage"
      lead={usage.data === undefined ? "How much of Calendly's budget is used." : usageSentence(usage.data)}
    >
      <SegmentedControl<UsageWindow>
        label="How far back"
        value={window}
        onChange={(to) =>
          void navigate({ to: "/sync/usage", search: to === "hour" ? {} : { window: to }, replace: true })
        }
        options={[
          { value: "hour", label: "1 hour" },
          { value: "day", label: "24 hours" },
          { value: "week", label: "7 days" },
        ]}
        className="mb-6 max-sm:flex"
      />
      {usage.isPending ? (
        <UsageSkeleton />
      ) : usage.isError && usage.data === undefined ? (
        <ErrorState
          title="The figures cannot be shown."
          error={usage.error}
          onRetry={() => void usage.refetch()}
          retrying={usage.isFetching}
        />
      ) : (
        <Report usage={usage.data} />
      )}
    </SyncFrame>
  );
}

function Report({ usage }: { readonly usage: Usage }) {
  const { calls, failed, throttled, heldBack, notSent } = usage;
  const away = usage.circuits.filter(({ state }) => state !== "closed");
  const unused = calls + heldBack + notSent === 0;
  return (
    <>
      {away.map((circuit) => (
        <Away key={circuit.upstream} circuit={circuit} />
      ))}
      {unused ? (
        <EmptyState title={`No calls in ${windowWords[usage.window]}.`}>
          As soon as a coach is connected, what Punctual asks of Calendly is counted here. It is kept for 7 days.
        </EmptyState>
      ) : (
        <>
          <Figures className="mb-8">
            <Figure name="Calls" value={number(calls)}>
              {windowWords[usage.window]}
            </Figure>
            <Figure name="Failed" value={number(failed)}>
              {failed === 0 ? "every call was answered" : `${shareWords(failed / Math.max(1, calls))} of all`}
            </Figure>
            <Figure name="Refused as too many" value={number(throttled)}>
              {throttled === 0 ? "no account came to its limit" : <Badge tone="attention">over the limit</Badge>}
            </Figure>
            <Figure name="Put off" value={number(heldBack + notSent)}>
              {notSent === 0 ? "kept back for more urgent calls" : `${number(notSent)} as Calendly was away`}
            </Figure>
          </Figures>
          <UsageChart usage={usage} />
          <ErrorsPart errors={usage.errors} />
          <CoachesPart usage={usage} />
          <EndpointsPart usage={usage} />
          <PurposesPart usage={usage} />
        </>
      )}
    </>
  );
}

/** A server of Calendly's that is left alone: since when, why, and when it is tried again. */
function Away({ circuit: { upstream, openedAt, nextTryAt, code, failures } }: { readonly circuit: UsageCircuit }) {
  return (
    <div role="status" className="mb-6 flex flex-wrap items-center gap-x-4 gap-y-2 border-y py-4 text-sm">
      <Badge tone="canceled">{upstream === "api" ? "Calendly is away" : "Permissions are away"}</Badge>
      <span>
        {number(failures)} failures in a row{code === null ? null : `, the last: ${codeName(code)}`}
        {openedAt === null ? null : (
          <>
            {" "}
            · since <Ago at={openedAt} />
          </>
        )}
      </span>
      {nextTryAt === null ? null : (
        <span className="text-ink-soft">
          next try in <Countdown to={nextTryAt} over="a moment" />
        </span>
      )}
    </div>
  );
}

function UsageSkeleton() {
  return (
    <>
      <FiguresSkeleton className="mb-8" />
      <Skeleton className="h-24 w-full" />
    </>
  );
}
