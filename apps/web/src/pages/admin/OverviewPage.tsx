import type { Overview } from "@punctual/contract";
import {
  Ago,
  Badge,
  ErrorState,
  Figure,
  Figures,
  FiguresSkeleton,
  firstNameOf,
  PageHeader,
  textLinkClasses,
  useOverview,
} from "@punctual/react";
import { Link } from "@tanstack/react-router";
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
        lead={overview.data === undefined ? `Hello ${firstNameOf(viewer.name)}.` : healthOf(overview.data)}
        actions={<LiveLine />}
      />
      {overview.isPending ? (
        <FiguresSkeleton />
      ) : overview.isError ? (
        <ErrorState
          title="The numbers cannot be shown."
          error={overview.error}
          onRetry={() => void overview.refetch()}
          retrying={overview.isFetching}
        />
      ) : (
        <Numbers overview={overview.data} />
      )}
      <div className="mt-12 sm:mt-16">
        <ComingUp perspective="admin" title="Next across the programme" />
      </div>
    </>
  );
}

function Numbers({ overview }: { readonly overview: Overview }) {
  const { deliveries } = overview;
  const unconnected = overview.coaches - overview.coachesConnected - overview.coachesNeedingReconnect;
  return (
    <Figures>
      <Figure name="Sessions this week" value={overview.sessionsThisWeek}>
        {compareWords(overview.sessionsThisWeek, overview.sessionsLastWeek)}
      </Figure>
      <Figure name="Coming up" value={overview.upcomingSessions}>
        {overview.canceledThisWeek === 0
          ? "none canceled this week"
          : `${overview.canceledThisWeek} canceled this week`}
      </Figure>
      <Figure name="Coaches connected" value={<Share part={overview.coachesConnected} whole={overview.coaches} />}>
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
      <Figure name="Webhook deliveries applied" value={<Share part={deliveries.applied} whole={deliveries.received} />}>
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
    </Figures>
  );
}

/** How many of how many. */
function Share({ part, whole }: { readonly part: number; readonly whole: number }) {
  return (
    <>
      {part}
      <span className="text-lg font-medium text-ink-soft"> of {whole}</span>
    </>
  );
}

function compareWords(now: number, before: number): string {
  if (now === before) return `as many as last week`;
  const by = Math.abs(now - before);
  return `${by} ${now > before ? "more" : "fewer"} than last week`;
}
