import type { EventType } from "@punctual/contract";
import {
  Button,
  buttonClasses,
  EmptyState,
  ErrorState,
  EventTypeAvailability,
  notify,
  PageHeader,
  reasonOf,
  useConnection,
  useEventTypes,
  useRefreshEventTypes,
} from "@punctual/react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { CalendarX2, RotateCw, Unplug } from "lucide-react";
import { chosenEventType } from "../../event-types/facts.ts";
import { LiveLine } from "../../shell/LiveLine.tsx";
import { useTitle } from "../../shell/use-title.ts";
import { EventTypeRows, EventTypeRowsSkeleton } from "./EventTypeRows.tsx";

/** Can people book me, and when? */
export function AvailabilityPage() {
  useTitle("Availability");
  const connection = useConnection();
  const connected = connection.data?.state === "active";
  const types = useEventTypes({}, { enabled: connection.data !== undefined && connection.data.state !== "none" });
  return (
    <>
      <PageHeader
        title="Availability"
        lead="What realtors can book with you, and when."
        actions={connected ? <ReadAgain /> : <LiveLine />}
      />
      {connection.isPending || (connected && types.isPending) ? (
        <EventTypeRowsSkeleton />
      ) : connection.isError ? (
        <ErrorState
          title="Your connection cannot be shown."
          error={connection.error}
          onRetry={() => void connection.refetch()}
          retrying={connection.isFetching}
        />
      ) : !connected ? (
        <NotConnected again={connection.data.state === "needs_reconnect"} trouble={connection.data.trouble} />
      ) : types.isError ? (
        <ErrorState
          title="Your event types cannot be shown."
          error={types.error}
          onRetry={() => void types.refetch()}
          retrying={types.isFetching}
        />
      ) : (types.data?.items.length ?? 0) === 0 ? (
        <EmptyState title="You have no event types at Calendly." icon={<CalendarX2 />} action={<ReadAgain />}>
          Create one at Calendly, then read them again here.
        </EmptyState>
      ) : (
        <EventTypes types={types.data?.items ?? []} />
      )}
    </>
  );
}

function EventTypes({ types }: { readonly types: readonly EventType[] }) {
  const search = useSearch({ from: "/signed-in/availability" });
  const navigate = useNavigate();
  const chosen = chosenEventType(
    types.filter((type) => type.active),
    search.eventType,
  );
  return (
    <div className="grid gap-x-10 gap-y-12 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <EventTypeRows
        types={types}
        chosen={chosen?.id ?? null}
        onChoose={(eventType) => void navigate({ to: "/availability", search: { eventType }, replace: true })}
      />
      {chosen === null ? (
        <EmptyState title="None of your event types is active.">Switch one on at Calendly to be booked.</EmptyState>
      ) : (
        <div className="min-w-0 lg:border-l lg:pl-10">
          <p className="mb-4 text-sm text-ink-soft">
            When <span className="font-medium text-ink">{chosen.name}</span> can be booked
          </p>
          <EventTypeAvailability
            key={chosen.id}
            eventType={chosen}
            {...(search.week === undefined ? {} : { initialDate: search.week })}
          />
        </div>
      )}
    </div>
  );
}

function ReadAgain() {
  const refresh = useRefreshEventTypes();
  return (
    <Button
      icon={<RotateCw strokeWidth={1.5} />}
      busy={refresh.isPending}
      busyLabel="Reading"
      onClick={() =>
        refresh.mutate(undefined, {
          onSuccess: ({ items }) =>
            notify.success("Event types read again", {
              description: items.length === 1 ? "You have 1." : `You have ${items.length}.`,
            }),
          onError: (error) => notify.error("Event types were not read", { description: reasonOf(error) }),
        })
      }
    >
      Read again from Calendly
    </Button>
  );
}

function NotConnected(props: { readonly again: boolean; readonly trouble: string | null }) {
  return (
    <EmptyState
      title={props.again ? "Calendly has to be connected again." : "Calendly is not connected yet."}
      icon={<Unplug />}
      action={
        <Link to="/settings/connection" className={buttonClasses({ variant: "primary" })}>
          {props.again ? "Reconnect Calendly" : "Connect Calendly"}
        </Link>
      }
    >
      {props.trouble ?? "Your event types and open times come from there."}
    </EmptyState>
  );
}
