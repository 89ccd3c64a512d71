import type { Availability, EventType, Slot } from "@punctual/contract";
import { ChevronLeft, ChevronRight, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import { useAvailability } from "../data/availability.ts";
import {
  addDays,
  dateAsUtcNoon,
  dateIn,
  daysBetween,
  firstDayOfWeek,
  startOfDate,
  weekStart,
} from "../time/calendar.ts";
import { useNow, useTimeView } from "../time/time-context.tsx";
import { Ago, When } from "../time/when.tsx";
import { Button, IconButton } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { DayStrip } from "./day-strip.tsx";
import { type DayOpenings, openingsByDate } from "./openings.ts";
import { SlotGroups } from "./slot-groups.tsx";
import { useFirstWeek } from "./use-first-week.ts";
import { ZoneBar } from "./zone-bar.tsx";

/** How far ahead one can leaf: further than that nobody's calendar says anything. */
const weeksAhead = 52;

export interface EventTypeAvailabilityProps {
  readonly eventType: Pick<EventType, "id" | "name" | "duration">;
  /** The coach's IANA zone, to say how the clocks differ. */
  readonly coachZone?: string | null;
  readonly coachName?: string | null;
  /** A change of the zone, for whoever wants to remember it. */
  readonly onTimeZoneChange?: (timeZone: string) => void;
  /** The chosen slot's `startAt`; kept inside when absent. */
  readonly selected?: string | null;
  /** A time was chosen; null when the chosen one is no longer open. */
  readonly onSelect?: (slot: Slot | null) => void;
  /** What can be done with the chosen time: a `BookingButton`, for example. */
  readonly action?: (slot: Slot) => ReactNode;
  /** The date whose week is shown first; when absent, the first week from today on that has openings. */
  readonly initialDate?: string;
}

/** The openings of an event type, week by week: a day, then a time. */
export function EventTypeAvailability(props: EventTypeAvailabilityProps) {
  const { eventType } = props;
  const own = useTimeView();
  const now = useNow(30_000);
  const [timeZone, setTimeZone] = useState(own.timeZone);
  const view = { timeZone, locale: own.locale };
  const today = dateIn(now, timeZone);
  const thisWeek = weekStart(today, firstDayOfWeek(own.locale));
  const [wantedWeek, setWantedWeek] = useState(() => weekStart(props.initialDate ?? today, firstDayOfWeek(own.locale)));
  // A page that stays open past the end of a week moves on with it.
  const week = laterOf(wantedWeek, thisWeek);
  const lastWeek = addDays(thisWeek, weeksAhead * 7);

  const windowOf = (start: string) => ({
    eventTypeId: eventType.id,
    from: laterOf(start, today),
    to: addDays(start, 7),
    timeZone,
  });
  const availability = useAvailability(windowOf(week), { next: windowOf(addDays(week, 7)) });
  const firstWeek = useFirstWeek({
    enabled: props.initialDate === undefined,
    thisWeek,
    week,
    openings: availability.data,
    onWeek: setWantedWeek,
  });
  const days = openingsByDate(availability.data?.slots ?? [], { start: week, timeZone }, eventType.duration, now);

  const [wantedDate, setWantedDate] = useState<string | null>(props.initialDate ?? null);
  const chosen = chooseDay(days, wantedDate, today);
  const [innerSelected, setInnerSelected] = useState<string | null>(null);
  const selected = props.selected === undefined ? innerSelected : props.selected;
  const select = (slot: Slot | null) => {
    setInnerSelected(slot?.startAt ?? null);
    props.onSelect?.(slot);
  };
  const lost = useLostSelection(selected, days, availability.data, () => select(null));
  const slot = days.flatMap((day) => day.slots).find((candidate) => candidate.startAt === selected) ?? null;

  const goTo = (start: string) => {
    if (start < thisWeek || start > lastWeek) return;
    firstWeek.stop();
    setWantedWeek(start);
    setWantedDate(null);
  };
  const panelId = useId();

  return (
    <section aria-label={`Openings of ${eventType.name}`} className="flex flex-col gap-5">
      <div className="flex items-center justify-between gap-3">
        <h2 className="text-base font-semibold text-ink" aria-live="polite">
          {weekWords(week, today, own.locale)}
        </h2>
        <div className="flex items-center gap-1">
          {week === thisWeek ? null : (
            <Button variant="quiet" size="small" onClick={() => goTo(thisWeek)}>
              This week
            </Button>
          )}
          <IconButton
            label="Week before"
            icon={<ChevronLeft />}
            disabled={week <= thisWeek}
            onClick={() => goTo(addDays(week, -7))}
          />
          <IconButton
            label="Next week"
            icon={<ChevronRight />}
            disabled={week >= lastWeek}
            onClick={() => goTo(addDays(week, 7))}
          />
        </div>
      </div>

      {firstWeek.looking || (availability.data === undefined && !availability.isError) ? (
        <AvailabilitySkeleton />
      ) : availability.data === undefined ? (
        <ErrorState
          title="The openings cannot be shown."
          error={availability.error}
          onRetry={() => void availability.refetch()}
          retrying={availability.isFetching}
        />
      ) : (
        <>
          <DayStrip
            days={days}
            chosen={chosen?.date ?? null}
            today={today}
            locale={own.locale}
            panelId={panelId}
            onChoose={setWantedDate}
            onWeek={(step) => goTo(addDays(week, 7 * step))}
          />
          <StaleNote availability={availability.data} />
          {firstWeek.passed ? <p className="text-sm text-ink-soft">Nothing is open earlier than this.</p> : null}
          <div role="tabpanel" id={panelId} aria-label={chosen === null ? "No day" : dayWords(chosen.date, own.locale)}>
            {chosen === null ? (
              <NoOpenings notice={availability.data.notice} onNext={() => goTo(addDays(week, 7))} />
            ) : chosen.slots.length === 0 ? (
              <p className="py-8 text-center text-sm text-ink-soft">
                No openings on {dayWords(chosen.date, own.locale)}.
              </p>
            ) : (
              <SlotGroups slots={chosen.slots} view={view} selected={selected} onSelect={select} />
            )}
          </div>
        </>
      )}

      <ZoneBar
        timeZone={timeZone}
        coachZone={props.coachZone ?? null}
        coachName={props.coachName ?? null}
        at={Date.parse(chosen?.slots[0]?.startAt ?? startOfDate(laterOf(week, today), timeZone))}
        onChange={(zone) => {
          setTimeZone(zone);
          setWantedDate(null);
          props.onTimeZoneChange?.(zone);
        }}
      />
      <p role="status" className="text-sm text-attention empty:hidden">
        {lost ? "The time you chose was taken meanwhile. Choose another one." : null}
      </p>
      {slot === null || props.action === undefined ? null : (
        <div className="sticky bottom-(--bottom-bar,0px) -mx-4 flex flex-col gap-3 border-t bg-paper px-4 py-4 sm:static sm:mx-0 sm:flex-row sm:items-center sm:justify-between sm:px-0">
          <When
            startAt={slot.startAt}
            endAt={endOf(slot, eventType.duration)}
            viewerZone={timeZone}
            zone={props.coachZone}
            whose={props.coachName ?? undefined}
          />
          {props.action(slot)}
        </div>
      )}
    </section>
  );
}

function laterOf(one: string, other: string): string {
  return daysBetween(one, other) > 0 ? other : one;
}

function endOf(slot: Slot, durationMinutes: number): string {
  return new Date(Date.parse(slot.startAt) + durationMinutes * 60_000).toISOString();
}

/** The wanted day if it is in this week, otherwise the first that has openings; null when the whole week has none. */
function chooseDay(days: readonly DayOpenings[], wanted: string | null, today: string): DayOpenings | null {
  if (days.every((day) => day.slots.length === 0)) return null;
  const asked = days.find((day) => day.date === wanted && day.date >= today);
  return asked ?? days.find((day) => day.slots.length > 0) ?? null;
}

/** True after fresh openings no longer held the chosen time; the choice is then taken back. */
function useLostSelection(
  selected: string | null,
  days: readonly DayOpenings[],
  data: Availability | undefined,
  onLost: () => void,
): boolean {
  const [lost, setLost] = useState(false);
  const open = days.some((day) => day.slots.some((slot) => slot.startAt === selected));
  const inWindow = selected !== null && data !== undefined && data.slots.length > 0 && isWithin(selected, data);
  const gone = inWindow && !open;
  useEffect(() => {
    if (gone) {
      setLost(true);
      onLost();
    } else if (selected !== null) setLost(false);
  });
  return lost;
}

function isWithin(startAt: string, data: Availability): boolean {
  const date = dateIn(startAt, data.timeZone);
  return data.from <= date && date < data.to;
}

function StaleNote({ availability }: { readonly availability: Availability }) {
  if (!availability.stale) return null;
  return (
    <p role="status" className="flex items-start gap-2 rounded-md bg-attention-soft px-3 py-2 text-sm text-ink">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-attention" strokeWidth={1.5} />
      <span>
        {availability.notice ?? "Calendly does not answer just now."} These openings were read{" "}
        <Ago at={availability.fetchedAt} />.
      </span>
    </p>
  );
}

function NoOpenings(props: { readonly notice: string | null; readonly onNext: () => void }) {
  return (
    <EmptyState title="No openings this week" action={<Button onClick={props.onNext}>Look at next week</Button>}>
      {props.notice ?? "Everything is taken, or the schedule is empty."}
    </EmptyState>
  );
}

function dayWords(date: string, locale: string | undefined): string {
  return new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(
    dateAsUtcNoon(date),
  );
}

/** `22 – 28 Nov`; with the year when the week ends in another one than `today`. Short: a phone has it beside buttons. */
function weekWords(start: string, today: string, locale: string | undefined): string {
  const end = addDays(start, 6);
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
    ...(end.slice(0, 4) === today.slice(0, 4) ? {} : { year: "numeric" }),
  }).formatRange(dateAsUtcNoon(start), dateAsUtcNoon(end));
}

function AvailabilitySkeleton() {
  return (
    <Loading label="Loading openings" className="flex flex-col gap-6">
      <span className="grid grid-cols-7 gap-1 sm:gap-2">
        {["a", "b", "c", "d", "e", "f", "g"].map((day) => (
          <Skeleton key={day} className="h-24 w-full rounded-md" />
        ))}
      </span>
      <span className="grid grid-cols-[repeat(auto-fill,minmax(5.5rem,1fr))] gap-2 sm:ml-30">
        {["a", "b", "c", "d", "e", "f", "g", "h"].map((slot) => (
          <Skeleton key={slot} className="h-11 w-full rounded-md" />
        ))}
      </span>
    </Loading>
  );
}
