import type { KeyboardEvent } from "react";
import { dateAsUtcNoon } from "../time/calendar.ts";
import { classNames } from "../ui/class-names.ts";
import { type DayOpenings, formatOpenMinutes } from "./openings.ts";

/** Seven days side by side, on every screen; the days are tabs, and arrows walk them. */
export function DayStrip(props: {
  readonly days: readonly DayOpenings[];
  readonly chosen: string | null;
  readonly today: string;
  readonly locale: string | undefined;
  readonly panelId: string;
  readonly onChoose: (date: string) => void;
  /** Arrows past either end, and Page Up and Page Down: another week. */
  readonly onWeek: (step: 1 | -1) => void;
}) {
  const fullest = Math.max(60, ...props.days.map((day) => day.openMinutes));
  const walkable = props.days.filter((day) => day.date >= props.today);
  const focusable = props.chosen ?? walkable[0]?.date;

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = walkable.findIndex((day) => day.date === focusable);
    const to = targetOf(event.key, at, walkable.length - 1);
    if (to === null) return;
    event.preventDefault();
    if (to === "before" || to === "after") {
      props.onWeek(to === "after" ? 1 : -1);
      return;
    }
    const day = walkable[to];
    if (day === undefined) return;
    props.onChoose(day.date);
    event.currentTarget.querySelector<HTMLElement>(`[data-date="${day.date}"]`)?.focus();
  };

  return (
    <div role="tablist" aria-label="Days" onKeyDown={onKeyDown} className="grid grid-cols-7 gap-1 sm:gap-2">
      {props.days.map((day) => (
        <Day key={day.date} {...props} day={day} focusable={day.date === focusable} share={day.openMinutes / fullest} />
      ))}
    </div>
  );
}

function targetOf(key: string, at: number, last: number): number | "before" | "after" | null {
  switch (key) {
    case "ArrowRight":
      return at >= last ? "after" : at + 1;
    case "ArrowLeft":
      return at <= 0 ? "before" : at - 1;
    case "Home":
      return 0;
    case "End":
      return last;
    case "PageDown":
      return "after";
    case "PageUp":
      return "before";
    default:
      return null;
  }
}

function Day(props: {
  readonly day: DayOpenings;
  readonly chosen: string | null;
  readonly today: string;
  readonly locale: string | undefined;
  readonly panelId: string;
  readonly focusable: boolean;
  /** Open time in relation to the week's fullest day, 0 to 1. */
  readonly share: number;
  readonly onChoose: (date: string) => void;
}) {
  const { day } = props;
  const past = day.date < props.today;
  const chosen = day.date === props.chosen;
  const open = day.slots.length;
  const words = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(props.locale, { ...options, timeZone: "UTC" }).format(dateAsUtcNoon(day.date));
  const label = `${words({ weekday: "long", day: "numeric", month: "long" })}, ${past ? "past" : openWords(open)}`;
  return (
    <button
      type="button"
      role="tab"
      data-date={day.date}
      aria-selected={chosen}
      aria-controls={props.panelId}
      disabled={past}
      tabIndex={props.focusable ? 0 : -1}
      onClick={() => props.onChoose(day.date)}
      className={classNames(
        "relative flex min-w-0 flex-col items-center rounded-md border px-0.5 pt-2 pb-3 text-center transition-colors sm:items-start sm:px-3 sm:text-left focus-visible:rounded-md",
        chosen ? "border-accent bg-accent-soft" : "border-transparent hover:bg-sunken",
        past && "opacity-60",
      )}
    >
      <span className="sr-only">{label}</span>
      <span
        aria-hidden="true"
        className={classNames("text-xs", day.date === props.today ? "font-semibold text-accent" : "text-ink-soft")}
      >
        {words({ weekday: "short" })}
      </span>
      <span
        aria-hidden="true"
        className={classNames("text-lg font-semibold", open === 0 ? "text-ink-soft" : "text-ink")}
      >
        {words({ day: "numeric" })}
      </span>
      <span aria-hidden="true" className="text-xs whitespace-nowrap text-ink-soft">
        {open === 0 ? "–" : open}
        {open === 0 ? null : (
          <span className="max-sm:hidden"> open · {formatOpenMinutes(day.openMinutes, props.locale)}</span>
        )}
      </span>
      <span aria-hidden="true" className="mt-2 h-1 w-full max-w-10 rounded-full bg-line sm:max-w-none">
        <span
          className="block h-full rounded-full bg-accent transition-[width]"
          style={{ width: `${Math.round(props.share * 100)}%` }}
        />
      </span>
    </button>
  );
}

function openWords(count: number): string {
  return count === 0 ? "no openings" : count === 1 ? "1 opening" : `${count} openings`;
}
