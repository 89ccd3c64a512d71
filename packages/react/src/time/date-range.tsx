import { CalendarRange, X } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Popover } from "../ui/popover.tsx";
import { dateAsUtcNoon } from "./calendar.ts";
import { formatDate } from "./format.ts";
import { rangeTrouble } from "./range.ts";
import { useTimeView } from "./time-context.tsx";

interface Range {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Dates in the viewer's zone, both included: a button that says which, and opens to choose them. */
export function DateRange(
  props: Range & {
    /** What lies between the dates. */
    readonly title: string;
    readonly onChange: (range: Range) => void;
  },
) {
  const { title, from, to, onChange } = props;
  const { locale } = useTimeView();
  const [open, setOpen] = useState(false);
  const trouble = rangeTrouble(from, to);
  const day = (date: string) => formatDate(dateAsUtcNoon(date), { timeZone: "UTC", locale }, Date.now());
  const words =
    trouble !== null || (!from && !to) ? "Any date" : [from ? day(from) : "…", to ? day(to) : "…"].join(" – ");
  return (
    <Popover
      title={title}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button variant="quiet" icon={<CalendarRange strokeWidth={1.5} />}>
          {words}
        </Button>
      }
    >
      <div className="grid gap-3">
        <TextField
          label="First day"
          type="date"
          value={from ?? ""}
          onChange={(event) => onChange({ from: event.target.value || undefined, to })}
        />
        <TextField
          label="Last day"
          type="date"
          value={to ?? ""}
          error={trouble}
          onChange={(event) => onChange({ from, to: event.target.value || undefined })}
        />
        <div className="flex justify-between gap-2">
          <Button
            variant="quiet"
            size="small"
            icon={<X strokeWidth={1.5} />}
            disabled={!from && !to}
            onClick={() => onChange({ from: undefined, to: undefined })}
          >
            Any date
          </Button>
          <Button size="small" onClick={() => setOpen(false)}>
            Done
          </Button>
        </div>
      </div>
    </Popover>
  );
}
