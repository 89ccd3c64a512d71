import type { CoachDrift, FleetDrift } from "@punctual/contract";
import {
  Ago,
  Button,
  buttonClasses,
  DriftList,
  type DriftShow,
  EmptyState,
  ErrorState,
  fleetSentence,
  LiveRing,
  Loading,
  notify,
  reasonOf,
  SegmentedControl,
  ShowMore,
  Skeleton,
  useDrift,
  useStartSweeps,
  useTimeView,
} from "@punctual/react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Download, RefreshCw } from "lucide-react";
import { SyncFrame } from "./SyncFrame.tsx";

/** The programme's drift certificate: one sentence, the numbers that it rests on, and a line for each coach. */
export function DriftPage() {
  const show: DriftShow = useSearch({ from: "/signed-in/sync/drift" }).show ?? "all";
  const drift = useDrift(show);
  const fleet = drift.data?.pages[0]?.fleet;
  return (
    <SyncFrame title="Drift" lead="Is our copy the same as Calendly's?">
      {drift.isPending ? (
        <DriftSkeleton />
      ) : fleet === undefined ? (
        <ErrorState
          title="The comparisons cannot be shown."
          error={drift.error}
          onRetry={() => void drift.refetch()}
          retrying={drift.isFetching}
        />
      ) : (
        <>
          <Fleet fleet={fleet} />
          <Lines show={show} lines={drift.data?.pages.flatMap((page) => page.items) ?? []} pages={drift} />
        </>
      )}
    </SyncFrame>
  );
}

function Fleet({ fleet }: { readonly fleet: FleetDrift }) {
  const { locale } = useTimeView();
  const start = useStartSweeps();
  const state = fleet.running > 0 ? "working" : fleet.remaining > 0 || fleet.coachesCompared === 0 ? "waiting" : "done";
  return (
    <section aria-label="The programme's certificate" className="mb-10">
      <p className="flex items-start gap-3 text-lg font-semibold text-balance" role="status">
        <LiveRing state={state} className="mt-1 size-5 shrink-0" />
        {fleetSentence(fleet, locale)}
      </p>
      <p className="mt-1 ml-8 text-sm text-ink-soft">
        {fleet.oldestAt === null || fleet.newestAt === null ? (
          "Every coach is compared once after connecting, then every 15 minutes, and all of the history once a day."
        ) : (
          <>
            As of <Ago at={fleet.newestAt} />, the oldest comparison <Ago at={fleet.oldestAt} />.{" "}
            {fleet.found === 0 ? "Nothing had differed." : `${fleet.found} had differed, ${fleet.repaired} put right.`}
          </>
        )}
        {fleet.coachesUnreachable === 0
          ? null
          : ` Of ${fleet.coachesUnreachable} nothing is known: their Calendly has to be connected again.`}
        {fleet.running === 0 ? null : ` ${fleet.running} compared just now.`}
      </p>
      <div className="mt-5 ml-8 flex flex-wrap gap-2">
        <Button
          icon={<RefreshCw strokeWidth={1.5} />}
          busy={start.isPending}
          busyLabel="Starting"
          disabled={fleet.coaches === 0}
          onClick={() =>
            start.mutate(
              { coachId: null, depth: "full" },
              {
                onSuccess: ({ started }) => notify.success(`${started} comparisons begin`),
                onError: (error) => notify.error("Nothing was started", { description: reasonOf(error) }),
              },
            )
          }
        >
          Compare all now
        </Button>
        {(["csv", "json"] as const).map((format) => (
          <a
            key={format}
            href={`/api/calendly/drift?format=${format}`}
            download
            className={buttonClasses({ variant: "quiet" })}
          >
            <Download strokeWidth={1.5} aria-hidden="true" />
            {format.toUpperCase()}
          </a>
        ))}
      </div>
    </section>
  );
}

function Lines(props: {
  readonly show: DriftShow;
  readonly lines: readonly CoachDrift[];
  readonly pages: ReturnType<typeof useDrift>;
}) {
  const navigate = useNavigate();
  const start = useStartSweeps();
  const choose = (show: DriftShow) =>
    void navigate({ to: "/sync/drift", search: show === "attention" ? { show } : {}, replace: true });
  return (
    <section aria-label="Coaches">
      <SegmentedControl
        label="Which coaches"
        value={props.show}
        onChange={choose}
        options={[
          { value: "all", label: "All coaches" },
          { value: "attention", label: "Only what needs a look" },
        ]}
        className="mb-4"
      />
      {props.lines.length === 0 ? (
        props.show === "all" ? (
          <EmptyState title="No coach's Calendly is connected.">
            As soon as one is, its sessions are copied here and compared.
          </EmptyState>
        ) : (
          <EmptyState
            title="Nothing needs a look."
            action={<Button onClick={() => choose("all")}>Show all coaches</Button>}
          />
        )
      ) : (
        <DriftList
          lines={props.lines}
          busyFor={start.isPending ? start.variables.coachId : null}
          onCompare={(coachId) =>
            start.mutate(
              { coachId, depth: "full" },
              { onError: (error) => notify.error("Nothing was started", { description: reasonOf(error) }) },
            )
          }
          renderCoach={(coach) => (
            <Link
              to="/coaches/$coachId"
              params={{ coachId: coach.id }}
              className="inline-flex min-h-11 items-center font-medium hover:underline"
            >
              {coach.name}
            </Link>
          )}
        />
      )}
      <ShowMore pages={props.pages} />
    </section>
  );
}

function DriftSkeleton() {
  return (
    <Loading label="Loading the comparisons" className="flex flex-col gap-4">
      <Skeleton className="h-7 w-96 max-w-full" />
      <Skeleton className="h-4 w-64" />
      {["one", "two", "three"].map((row) => (
        <span key={row} className="flex items-center gap-4 border-b py-3">
          <Skeleton className="h-4 w-36" />
          <Skeleton className="h-6 w-28" />
          <Skeleton className="ml-auto h-4 w-28" />
        </span>
      ))}
    </Loading>
  );
}
