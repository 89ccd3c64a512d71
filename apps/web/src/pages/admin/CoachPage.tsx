import type { Coach } from "@punctual/contract";
import {
  Avatar,
  CapabilityList,
  ConnectionBadge,
  ErrorState,
  Loading,
  PageHeader,
  SessionList,
  Skeleton,
  useCoach,
  WebhookFacts,
  zoneCity,
} from "@punctual/react";
import { useNavigate, useParams } from "@tanstack/react-router";
import { BackLink } from "../../shell/BackLink.tsx";
import { useTitle } from "../../shell/use-title.ts";
import { coachTrouble } from "./coach-trouble.ts";

/** One coach, as an admin sees them: the connection, and every session. */
export function CoachPage() {
  const { coachId } = useParams({ from: "/signed-in/coaches/$coachId" });
  const navigate = useNavigate();
  const coach = useCoach(coachId);
  useTitle(coach.data?.name ?? "Coach");
  const back = <BackLink to="/coaches">Coaches</BackLink>;
  if (coach.isPending) {
    return (
      <Loading label="Loading the coach">
        <Skeleton className="h-9 w-52" />
        <Skeleton className="mt-4 h-5 w-80 max-w-full" />
      </Loading>
    );
  }
  if (coach.isError) {
    return (
      <>
        <PageHeader back={back} title="Coach" />
        <ErrorState
          title="This coach cannot be shown."
          error={coach.error}
          onRetry={() => void coach.refetch()}
          retrying={coach.isFetching}
        />
      </>
    );
  }
  const trouble = coachTrouble(coach.data);
  return (
    <>
      <PageHeader
        back={back}
        title={
          <span className="flex items-center gap-4">
            <Avatar name={coach.data.name} src={coach.data.avatarUrl} size="large" />
            {coach.data.name}
          </span>
        }
        lead={[coach.data.email, coach.data.timeZone === null ? null : zoneCity(coach.data.timeZone)]
          .filter((part) => part !== null)
          .join(" · ")}
        actions={<ConnectionBadge state={coach.data.connection.state} />}
      />
      {trouble === null ? null : (
        <p className="mb-8 rounded-md bg-attention-soft px-4 py-3 text-sm text-attention">{trouble}</p>
      )}
      {coach.data.connection.details === null || coach.data.connection.state !== "active" ? null : (
        <CoachConnection details={coach.data.connection.details} />
      )}
      <SessionList
        perspective="admin"
        coachId={coachId}
        hrefOf={(session) => `/sessions/${session.id}`}
        onOpen={({ id }) => void navigate({ to: "/sessions/$sessionId", params: { sessionId: id } })}
      />
    </>
  );
}

/** How changes of this coach arrive, and what their account allows. */
function CoachConnection({ details }: { readonly details: NonNullable<Coach["connection"]["details"]> }) {
  const { webhook, capabilities } = details;
  return (
    <div className="mb-8 flex flex-col gap-4">
      <WebhookFacts webhook={webhook} />
      {capabilities === null ? null : (
        <details>
          <summary className="min-h-11 cursor-pointer py-2.5 text-sm font-medium text-ink-soft hover:text-ink sm:min-h-0 sm:py-1">
            What Punctual can do with this account
          </summary>
          <div className="mt-3">
            <CapabilityList capabilities={capabilities} />
          </div>
        </details>
      )}
    </div>
  );
}
