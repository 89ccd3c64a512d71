export { addDays, dateIn, daysBetween, firstDayOfWeek, hourIn, isDate, startOfDate, weekStart } from "./calendar.ts";
export { DateRange } from "./date-range.tsx";
export {
  formatDate,
  formatFull,
  formatLongDate,
  formatTime,
  formatTimeRange,
  sameClock,
  type TimeView,
  zoneCity,
  zoneLabel,
} from "./format.ts";
export { rangeQueryOf } from "./range.ts";
export { formatCountdown, formatRelative } from "./relative.ts";
export { browserTimeZone, TimeProvider, useNow, useTimeView } from "./time-context.tsx";
export { TimeZoneSelect } from "./time-zone-select.tsx";
export { Ago, Countdown, When, type WhenProps } from "./when.tsx";
