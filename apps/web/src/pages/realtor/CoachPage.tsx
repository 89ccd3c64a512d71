import type { Coach, EventType } from "@punctual/contract";
import {
  Avatar,
  BookingButton,
  classNames,
  EmptyState,
  ErrorState,
  EventTypeAvailability,
  firstNameOf,
  formatTime,
  Loading,
  PageHeader,
  Skeleton,
  sameClock,
  useCoach,
  useEventTypes,
  useNow,
  useTimeView,
  zoneCity,
} from "@punctual/react";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { BookingProgress } from "../../booking/BookingProgress.tsx";
import { useBook } from "../../booking/use-book.ts";
import { chosenEventType, eventTypeFacts } from "../../event-types/facts.ts";
import { useViewer } from "../../identity/queries.ts";
import { BackLink } from "../../shell/BackLink.tsx";
import { useTitle } from "../../shell/use-title.ts";

/** One coach: what they offer, when, and the way to book it. */
export function CoachPage() {
  const { coachId } = useParams({ from: "/signed-in/coaches/$coachId" });
  const search = useSearch({ from: "/signed-in/coaches/$coachId" });
  const coach = useCoach(coachId);
  const book = useBook(coachId);
  useTitle(coach.data?.name ?? "Coach");
  const back = <BackLink to="/coaches">Coaches</BackLink>;
  if (coach.isPending) return <CoachSkeleton />;
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
        lead={<CoachClock coach={coach.data} />}
      />
      {search.booking !== undefined || book.isTelling ? (
        <BookingProgress bookingId={search.booking ?? null} failure={book.failure} onAgain={book.forget} />
      ) : (
        <Offer coach={coach.data} onScheduled={book.tell} />
      )}
    </>
  );
}

function CoachClock({ coach }: { readonly coach: Coach }) {
  const view = useTimeView();
  const now = useNow(30_000);
  if (coach.timeZone === null) return null;
  const city = zoneCity(coach.timeZone);
  if (sameClock(now, coach.timeZone, view.timeZone)) return <>{city}, the same clock as yours</>;
  return (
    <>
      {city}, where it is {formatTime(now, { timeZone: coach.timeZone, locale: view.locale })}
    </>
  );
}

function Offer(props: { readonly coach: Coach; readonly onScheduled: ReturnType<typeof useBook>["tell"] }) {
  const { coach } = props;
  const viewer = useViewer();
  const search = useSearch({ from: "/signed-in/coaches/$coachId" });
  const navigate = useNavigate();
  const types = useEventTypes({ coachId: coach.id });
  if (types.isPending) return <OfferSkeleton />;
  if (types.isError) {
    return (
      <ErrorState
        title="What this coach offers cannot be shown."
        error={types.error}
        onRetry={() => void types.refetch()}
        retrying={types.isFetching}
      />
    );
  }
  const chosen = chosenEventType(types.data.items, search.eventType);
  if (chosen === null) {
    return (
      <EmptyState title={`${coach.name} offers nothing to book just now.`}>
        Look again later, or choose another coach.
      </EmptyState>
    );
  }
  return (
    <div className="grid gap-x-10 gap-y-10 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <EventTypeChoice
        types={types.data.items}
        chosen={chosen}
        onChoose={(eventType) =>
          void navigate({
            to: "/coaches/$coachId",
            params: { coachId: coach.id },
            search: { eventType },
            replace: true,
          })
        }
      />
      <div className="min-w-0 lg:border-l lg:pl-10">
        <EventTypeAvailability
          key={chosen.id}
          eventType={chosen}
          coachZone={coach.timeZone}
          coachName={firstNameOf(coach.name)}
          {...(search.week === undefined ? {} : { initialDate: search.week })}
          action={(slot) => (
            <BookingButton
              eventType={chosen}
              slot={slot}
              prefill={{ name: viewer.name, email: viewer.email }}
              closeWhenBooked
              onScheduled={(booked) => props.onScheduled({ eventTypeId: chosen.id, ...booked })}
            >
              Book this time
            </BookingButton>
          )}
        />
      </div>
    </div>
  );
}

function EventTypeChoice(props: {
  readonly types: readonly EventType[];
  readonly chosen: EventType;
  readonly onChoose: (eventTypeId: string) => void;
}) {
  return (
    <section aria-labelledby="offers">
      <h2 id="offers" className="mb-3 text-base font-semibold">
        What would you like to book?
      </h2>
      <ul className="flex flex-col gap-1">
        {props.types.map((type) => {
          const chosen = type.id === props.chosen.id;
          return (
            <li key={type.id}>
              <button
                type="button"
                aria-pressed={chosen}
                onClick={() => props.onChoose(type.id)}
                className={classNames(
                  "relative min-h-14 w-full rounded-md py-3 pr-3 pl-5 text-left transition-colors",
                  chosen ? "bg-accent-soft" : "hover:bg-sunken",
                )}
              >
                <span
                  aria-hidden="true"
                  className="absolute inset-y-3 left-1.5 w-1 rounded-full"
                  style={{ backgroundColor: type.color }}
                />
                <span className="block text-base font-medium">{type.name}</span>
                <span className="block text-sm text-ink-soft">{eventTypeFacts(type)}</span>
                {chosen && type.description !== null && type.description !== "" ? (
                  <span className="mt-2 block text-sm text-ink">{type.description}</span>
                ) : null}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function OfferSkeleton() {
  return (
    <Loading label="Loading what this coach offers" className="grid gap-10 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <span className="flex flex-col gap-2">
        <Skeleton className="h-16 w-full" />
        <Skeleton className="h-16 w-full" />
      </span>
      <Skeleton className="h-72 w-full" />
    </Loading>
  );
}

function CoachSkeleton() {
  return (
    <Loading label="Loading the coach">
      <span className="mb-10 flex items-center gap-4">
        <Skeleton className="size-14 rounded-full" />
        <Skeleton className="h-8 w-48" />
      </span>
      <Skeleton className="h-72 w-full" />
    </Loading>
  );
}
