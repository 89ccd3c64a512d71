import type { Coach, ConnectionState } from "@punctual/contract";
import { ChevronRight, CircleDashed, Link2, Link2Off, TriangleAlert } from "lucide-react";
import { type MouseEvent, type ReactNode, useState } from "react";
import { useCoaches } from "../data/coaches.ts";
import { formatTime, sameClock, zoneCity } from "../time/format.ts";
import { useNow, useTimeView } from "../time/time-context.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { ShowMore } from "../ui/show-more.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";

/** How a coach's link to Calendly stands, in icon and words. */
export function ConnectionBadge({ state }: { readonly state: ConnectionState }) {
  switch (state) {
    case "active":
      return (
        <Badge tone="confirmed" icon={Link2}>
          Connected
        </Badge>
      );
    case "needs_reconnect":
      return (
        <Badge tone="attention" icon={TriangleAlert}>
          Needs reconnect
        </Badge>
      );
    case "disconnected":
      return (
        <Badge tone="neutral" icon={Link2Off}>
          Disconnected
        </Badge>
      );
    case "none":
      return (
        <Badge tone="neutral" icon={CircleDashed}>
          Not connected
        </Badge>
      );
  }
}

interface CoachLinkProps {
  readonly hrefOf: (coach: Coach) => string;
  readonly onOpen: (coach: Coach) => void;
}

/** A coach on one line: who, what time it is there, what they offer. */
export function CoachCard(props: CoachLinkProps & { readonly coach: Coach; readonly showConnection?: boolean }) {
  const { coach } = props;
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    props.onOpen(coach);
  };
  return (
    <a
      href={props.hrefOf(coach)}
      onClick={open}
      className="-mx-3 flex items-center gap-4 rounded-md px-3 py-4 transition-colors hover:bg-sunken focus-visible:-outline-offset-2"
    >
      <Avatar name={coach.name} src={coach.avatarUrl} size="large" />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="text-base font-medium text-ink">{coach.name}</span>
          {props.showConnection ? <ConnectionBadge state={coach.connection.state} /> : null}
        </span>
        <span className="mt-0.5 block text-sm text-ink-soft">
          <CoachOffer coach={coach} />
          <CoachClock coach={coach} />
        </span>
        {props.showConnection && coach.connection.trouble !== null ? (
          <span className="mt-1 block text-sm text-attention">{coach.connection.trouble}</span>
        ) : null}
        {props.showConnection ? <Lateness coach={coach} /> : null}
      </span>
      <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-soft" strokeWidth={1.5} />
    </a>
  );
}

/** How late changes of this coach arrive, when it is not at once. */
function Lateness({ coach }: { readonly coach: Coach }) {
  const { state, details } = coach.connection;
  if (state !== "active" || details === null) return null;
  const { webhook } = details;
  if (webhook.state === "polling") {
    return <span className="mt-1 block text-sm text-ink-soft">Changes arrive within 5 minutes, not at once.</span>;
  }
  if (webhook.state !== "failed" && webhook.failingSince === null) return null;
  return <span className="mt-1 block text-sm text-attention">Calendly cannot reach us: changes arrive late.</span>;
}

function CoachOffer({ coach }: { readonly coach: Coach }) {
  if (coach.offeredEventTypes === 0) return <>Nothing on offer yet</>;
  const minutes = coach.durations.toSorted((a, b) => a - b).join(", ");
  return (
    <>
      {coach.offeredEventTypes === 1 ? "1 event type" : `${coach.offeredEventTypes} event types`}
      {minutes === "" ? null : <> · {minutes} min</>}
    </>
  );
}

function CoachClock({ coach }: { readonly coach: Coach }) {
  const view = useTimeView();
  const now = useNow(30_000);
  if (coach.timeZone === null) return null;
  const city = zoneCity(coach.timeZone);
  return (
    <>
      {" · "}
      {sameClock(now, coach.timeZone, view.timeZone)
        ? city
        : `${formatTime(now, { timeZone: coach.timeZone, locale: view.locale })} now in ${city}`}
    </>
  );
}

/** Coaches by name. A realtor meets those who can be booked, an admin all of them. */
export function CoachList(
  props: CoachLinkProps & { readonly showConnection?: boolean; readonly emptyAction?: ReactNode },
) {
  const [search, setSearch] = useState("");
  const wanted = search.trim();
  const coaches = useCoaches(wanted === "" ? {} : { search: wanted });
  const rows = coaches.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-4">
      <SearchField
        label="Search coaches"
        placeholder="Name of a coach"
        value={search}
        onSearch={setSearch}
        className="sm:max-w-80"
      />
      {coaches.isPending ? (
        <CoachListSkeleton />
      ) : coaches.isError && rows.length === 0 ? (
        <ErrorState
          title="The coaches cannot be shown."
          error={coaches.error}
          onRetry={() => void coaches.refetch()}
          retrying={coaches.isFetching}
        />
      ) : rows.length === 0 ? (
        wanted === "" ? (
          <EmptyState title="No coach can be booked yet." action={props.emptyAction}>
            A coach appears here once they have connected Calendly and offer an event type.
          </EmptyState>
        ) : (
          <EmptyState
            title={`No coach is called “${wanted}”.`}
            action={<Button onClick={() => setSearch("")}>Show all</Button>}
          />
        )
      ) : (
        <>
          <ul className="divide-y">
            {rows.map((coach) => (
              <li key={coach.id}>
                <CoachCard coach={coach} {...props} />
              </li>
            ))}
          </ul>
          <ShowMore pages={coaches} />
        </>
      )}
    </div>
  );
}

function CoachListSkeleton() {
  return (
    <Loading label="Loading coaches" className="divide-y">
      {["one", "two", "three"].map((row) => (
        <span key={row} className="flex items-center gap-4 py-4">
          <Skeleton className="size-14 rounded-full" />
          <span className="flex flex-col gap-2">
            <Skeleton className="h-4 w-36" />
            <Skeleton className="h-3 w-52" />
          </span>
        </span>
      ))}
    </Loading>
  );
}
