import { dateIn, daysBetween } from "./calendar.ts";
import { epochOf, type InstantLike, type TimeView } from "./format.ts";

const minute = 60_000;
const hour = 60 * minute;

/**
 * How far off an instant is, as people say it: `in 25 min`, `in 3 hr`, `tomorrow`, `5 days ago`.
 * Days are counted by the calendar of the view's zone: 23:00 to 01:00 is 'in 2 hr', but Friday to Sunday is 'in 2 days'.
 */
export function formatRelative(instant: InstantLike, now: number, view: TimeView): string {
  const at = epochOf(instant);
  const distance = at - now;
  if (Math.abs(distance) < minute / 2) return say(0, "second", view);
  if (Math.abs(distance) < 59.5 * minute) return say(Math.round(distance / minute), "minute", view);
  const days = daysBetween(dateIn(now, view.timeZone), dateIn(at, view.timeZone));
  if (days === 0 || Math.abs(distance) < 6 * hour) return say(Math.round(distance / hour), "hour", view);
  if (Math.abs(days) < 14) return say(days, "day", view);
  if (Math.abs(days) < 60) return say(Math.round(days / 7), "week", view);
  return say(Math.round(days / 30.44), "month", view);
}

const formatters = new Map<string, Intl.RelativeTimeFormat>();

function say(count: number, unit: Intl.RelativeTimeFormatUnit, view: TimeView): string {
  const key = view.locale ?? "";
  const known = formatters.get(key) ?? new Intl.RelativeTimeFormat(view.locale, { numeric: "auto", style: "short" });
  formatters.set(key, known);
  // 'in 25 min.' is how some locales shorten; without the full stop it stands well in the middle of a line.
  return known.format(count, unit).replace(/\.$/u, "").replace(/\. /u, " ");
}

/** What is left until an instant, for a countdown: `4:05` below an hour, `1:04:05` below a day; null when it is over. */
export function formatCountdown(instant: InstantLike, now: number): string | null {
  const left = Math.ceil((epochOf(instant) - now) / 1000);
  if (left <= 0) return null;
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor((left % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${minutes}:${two(left % 60)}`;
}
