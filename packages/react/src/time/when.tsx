import { classNames } from "../ui/class-names.ts";
import {
  formatDate,
  formatFull,
  formatLongDate,
  formatTime,
  formatTimeRange,
  sameClock,
  type TimeView,
  zoneCity,
} from "./format.ts";
import { formatCountdown, formatRelative } from "./relative.ts";
import { useNow, useTimeView } from "./time-context.tsx";

export interface WhenProps {
  /** ISO instant. */
  readonly startAt: string;
  readonly endAt?: string | undefined;
  /** The other side's IANA zone: shown as well, where its clocks differ from the viewer's. */
  readonly zone?: string | null | undefined;
  /** Whose zone that is, for example 'Maya': '19:30 for Maya (New York)'. */
  readonly whose?: string | undefined;
  /** The zone to show times in; the viewer's own when absent. */
  readonly viewerZone?: string | undefined;
  /** It will not take place: struck through, and nothing is said to be near. */
  readonly over?: boolean;
  /** `line`: in a row of text; `hero`: the time large, the rest below it. */
  readonly size?: "line" | "hero";
  readonly className?: string;
}

/** A time: relative and absolute together, and in both zones where they differ. */
export function When(props: WhenProps) {
  const own = useTimeView();
  const now = useNow();
  const view: TimeView = { timeZone: props.viewerZone ?? own.timeZone, locale: own.locale };
  const clock =
    props.endAt === undefined ? formatTime(props.startAt, view) : formatTimeRange(props.startAt, props.endAt, view);
  const date = formatDate(props.startAt, view, now);
  const relative = relativeOf(props.startAt, props.endAt, now, view);
  const foreign = sameClock(props.startAt, view.timeZone, own.timeZone) ? null : zoneCity(view.timeZone);
  const other = otherZone(props, view, now);
  const title = formatFull(props.startAt, view);

  if (props.size === "hero") {
    return (
      <div className={props.className}>
        <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <time
            dateTime={props.startAt}
            title={title}
            className={classNames(
              "font-semibold",
              // Two times stay on one line of a phone.
              props.endAt === undefined ? "text-2xl" : "text-xl whitespace-nowrap sm:text-2xl",
              props.over ? "text-ink-soft line-through" : "text-ink",
            )}
          >
            {clock}
          </time>
          {props.over ? null : <span className="text-lg text-accent">{relative}</span>}
        </p>
        <p className="mt-1 text-base text-ink-soft">
          {formatLongDate(props.startAt, view, now)}
          {foreign === null ? null : <> · {foreign} time</>}
          {other === null ? null : <> · {other}</>}
        </p>
      </div>
    );
  }
  return (
    <span className={classNames("inline-flex flex-wrap items-baseline gap-x-2", props.className)}>
      <time
        dateTime={props.startAt}
        title={title}
        className={classNames("font-medium", props.over ? "text-ink-soft line-through" : "text-ink")}
      >
        {date}, {clock}
      </time>
      <span className="text-ink-soft">
        {props.over ? null : relative}
        {foreign === null ? null : <> · {foreign} time</>}
        {other === null ? null : <> · {other}</>}
      </span>
    </span>
  );
}

/** The other side's clock in words, or null where both show the same. */
function otherZone(props: WhenProps, view: TimeView, now: number): string | null {
  if (!props.zone || sameClock(props.startAt, props.zone, view.timeZone)) return null;
  const there: TimeView = { timeZone: props.zone, locale: view.locale };
  const date = formatDate(props.startAt, there, now);
  const day = date === formatDate(props.startAt, view, now) ? "" : `${date}, `;
  const whose = props.whose === undefined ? "" : ` for ${props.whose}`;
  return `${day}${formatTime(props.startAt, there)}${whose} (${zoneCity(props.zone)})`;
}

function relativeOf(startAt: string, endAt: string | undefined, now: number, view: TimeView): string {
  const running = endAt !== undefined && Date.parse(startAt) <= now && now < Date.parse(endAt);
  return running ? "now" : formatRelative(startAt, now, view);
}

/** What is left until a moment, by the second once it is less than a day; says `children` when it has come. */
export function Countdown(props: { readonly to: string; readonly over?: string; readonly className?: string }) {
  const view = useTimeView();
  const now = useNow(1000);
  const far = Date.parse(props.to) - now > 12 * 3_600_000;
  const text = far ? formatRelative(props.to, now, view) : formatCountdown(props.to, now);
  return (
    // Not a live region: a countdown that is read aloud every second drowns everything else.
    <time dateTime={props.to} role="timer" aria-live="off" className={props.className}>
      {text ?? props.over ?? "now"}
    </time>
  );
}

/** A past moment in words ('12 s ago'), with the full time on hover. */
export function Ago(props: { readonly at: string | number; readonly className?: string }) {
  const view = useTimeView();
  const now = useNow(5_000);
  const at = typeof props.at === "number" ? props.at : Date.parse(props.at);
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  return (
    <time dateTime={new Date(at).toISOString()} title={formatFull(at, view)} className={props.className}>
      {seconds < 5 ? "just now" : seconds < 60 ? `${seconds} s ago` : formatRelative(at, now, view)}
    </time>
  );
}
