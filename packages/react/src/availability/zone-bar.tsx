import { Globe } from "lucide-react";
import { useState } from "react";
import { minutesAhead } from "../time/calendar.ts";
import { sameClock, zoneCity, zoneLabel } from "../time/format.ts";
import { TimeZoneSelect } from "../time/time-zone-select.tsx";
import { TextButton } from "../ui/button.tsx";
import { Popover } from "../ui/popover.tsx";

/** In which zone the times are, how far the coach's clock is from it, and a way to change it. */
export function ZoneBar(props: {
  readonly timeZone: string;
  readonly coachZone: string | null;
  readonly coachName: string | null;
  /** The instant for which the zones are compared: clocks change on different dates. */
  readonly at: number;
  readonly onChange: (timeZone: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const { coachZone } = props;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-soft">
      <Globe aria-hidden="true" className="size-4" strokeWidth={1.5} />
      <span>All times {zoneLabel(props.timeZone, props.at)}</span>
      {coachZone === null || sameClock(props.at, coachZone, props.timeZone) ? null : (
        <span>
          {props.coachName === null ? "The coach’s" : `${props.coachName}’s`} clock ({zoneCity(coachZone)}) is{" "}
          {aheadWords(minutesAhead(props.at, props.timeZone, coachZone))}
        </span>
      )}
      <Popover
        title="Show times in another zone"
        open={open}
        onOpenChange={setOpen}
        trigger={<TextButton className="min-h-11 sm:min-h-6">Change zone</TextButton>}
      >
        <TimeZoneSelect
          value={props.timeZone}
          onChange={(timeZone) => {
            props.onChange(timeZone);
            setOpen(false);
          }}
        />
      </Popover>
    </p>
  );
}

/** `1 h later`, `5 h 30 min earlier`. */
export function aheadWords(minutes: number): string {
  const total = Math.abs(minutes);
  const parts = [total >= 60 ? `${Math.floor(total / 60)} h` : "", total % 60 > 0 ? `${total % 60} min` : ""];
  return `${parts.filter((part) => part !== "").join(" ")} ${minutes > 0 ? "later" : "earlier"}`;
}
