import type { Overview } from "@punctual/contract";
import { Ago, Badge, ErrorState, Loading, PageHeader, Skeleton, textLinkClasses, useOverview } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useViewer } from "../../identity/queries.ts";
import { ComingUp } from "../../sessions/ComingUp.tsx";
import { LiveLine } from "../../shell/LiveLine.tsx";
import { useTitle } from "../../shell/use-title.ts";
import { healthOf } from "./health.ts";

/** Is the programme healthy? One sentence, then the numbers that it rests on. */
export function OverviewPage() {
  useTitle("Overview");
  const viewer = useViewer();
  const overview = useOverview();
  return (
    <>
      <PageHeader
        title="Overview"
        lead={overview.data === undefined ? `Hello ${viewer.name.split(" ")[0]}.` : healthOf(overview.data)}
        actions={<LiveLine />}
      />
      {overview.isPending ? (
        <OverviewSkeleton />
      ) : overview.isError ? (
        <ErrorState
          title="The numbers cannot be shown."
          error={overview.error}
          onRetry={() => void overview.refetch()}
          retrying={overview.isFetching}
        />
      ) : (
        <Figures overview={overview.data} />
      )}
      <div className="mt-12 sm:mt-16">
        <ComingUp perspective="admin" title="Next across the programme" />
      </div>
    </>
  );
}

function Figures({ overview }: { readonly overview: Overview }) {
  const { deliveries } = overview;
  const unconnected = overview.coaches - overview.coachesConnected - overview.coachesNeedingReconnect;
  return (
    <dl className="grid grid-cols-2 gap-x-6 border-t lg:grid-cols-4 lg:border-b">
      <Figure name="Sessions this week" value={overview.sessionsThisWeek}>
        {compareWords(overview.sessionsThisWeek, overview.sessionsLastWeek)}
      </Figure>
      <Figure name="Coming up" value={overview.upcomingSessions}>
        {overview.canceledThisWeek === 0
          ? "none canceled this week"
          : `${overview.canceledThisWeek} canceled this week`}
      </Figure>
      <Figure name="Coaches connected" value={overview.coachesConnected} of={overview.coaches}>
        {overview.coachesNeedingReconnect > 0 ? (
          <Link to="/coaches">
            <Badge tone="attention">{overview.coachesNeedingReconnect} to reconnect</Badge>
          </Link>
        ) : unconnected > 0 ? (
          <Link to="/coaches" className={textLinkClasses}>
            {unconnected} not connected
          </Link>
        ) : (
          <>for {overview.realtors} realtors</>
        )}
      </Figure>
      <Figure name="Webhook deliveries applied" value={deliveries.applied} of={deliveries.received}>
        {deliveries.failed > 0 ? (
          <Link to="/sync" search={{ state: "trouble" }}>
            <Badge tone="attention">{deliveries.failed} failed</Badge>
          </Link>
        ) : deliveries.lastReceivedAt === null ? (
          "none has come yet"
        ) : (
          <Link to="/sync" className={textLinkClasses}>
            latest <Ago at={deliveries.lastReceivedAt} />
          </Link>
        )}
      </Figure>
    </dl>
  );
}

function Figure(props: {
  readonly name: string;
  readonly value: number;
  readonly of?: number;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-1 border-b py-5 lg:border-b-0 lg:py-6">
      <dt className="text-sm text-ink-soft">{props.name}</dt>
      <dd className="text-2xl font-semibold">
        {props.value}
        {props.of === undefined ? null : <span className="text-lg font-medium text-ink-soft"> of {props.of}</span>}
      </dd>
      <dd className="text-sm text-ink-soft">{props.children}</dd>
    </div>
  );
}

function compareWords(now: number, before: number): string {
  if (now === before) return `as many as last week`;
  const by = Math.abs(now - before);
  return `${by} ${now > before ? "more" : "fewer"} than last week`;
}

function OverviewSkeleton() {
  return (
    <Loading label="Loading the numbers" className="grid grid-cols-2 gap-x-6 border-t lg:grid-cols-4 lg:border-b">
      {["one", "two", "three", "four"].map((figure) => (
        <span key={figure} className="flex flex-col gap-2 border-b py-6 lg:border-b-0">
          <Skeleton className="h-4 w-28 max-w-full" />
          <Skeleton className="h-10 w-16" />
          <Skeleton className="h-4 w-32 max-w-full" />
        </span>
      ))}
    </Loading>
  );
}
