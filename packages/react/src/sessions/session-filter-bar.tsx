import { ArrowDownUp, CalendarRange, Search, X } from "lucide-react";
import { type RefObject, useEffect, useRef, useState } from "react";
import { dateAsUtcNoon } from "../time/calendar.ts";
import { formatDate } from "../time/format.ts";
import { useTimeView } from "../time/time-context.tsx";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Popover } from "../ui/popover.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { rangeTrouble, type SessionFilters, sortOf } from "./session-filters.ts";

const views = [
  { value: "upcoming", label: "Upcoming" },
  { value: "past", label: "Past" },
  { value: "canceled", label: "Canceled" },
  { value: "all", label: "All" },
] as const;

interface FilterProps {
  readonly filters: SessionFilters;
  readonly onChange: (filters: SessionFilters) => void;
}

/** Which sessions, in which order. */
export function SessionFilterBar(props: FilterProps & { readonly searchRef: RefObject<HTMLInputElement | null> }) {
  const { filters, onChange } = props;
  const sort = sortOf(filters);
  return (
    <search className="flex flex-wrap items-center gap-3">
      <SegmentedControl
        label="Which sessions"
        value={filters.view ?? "upcoming"}
        options={views}
        onChange={(view) => onChange({ ...filters, view, sort: undefined })}
        className="w-full sm:w-auto"
      />
      <SearchField {...props} />
      <div className="flex gap-2">
        <DateRange {...props} />
        <Button
          variant="quiet"
          icon={<ArrowDownUp strokeWidth={1.5} />}
          onClick={() => onChange({ ...filters, sort: sort === "soonest" ? "latest" : "soonest" })}
        >
          {sort === "soonest" ? "Earliest first" : "Latest first"}
        </Button>
      </div>
    </search>
  );
}

const searchAfterMs = 250;

function SearchField({
  filters,
  onChange,
  searchRef,
}: FilterProps & { searchRef: RefObject<HTMLInputElement | null> }) {
  const [text, setText] = useState(filters.search ?? "");
  const latest = useRef({ filters, onChange });
  latest.current = { filters, onChange };

  // The address may change by other ways than typing: back, a link, 'show all'.
  useEffect(() => setText(filters.search ?? ""), [filters.search]);
  useEffect(() => {
    if (text === (latest.current.filters.search ?? "")) return;
    const timer = setTimeout(
      () => latest.current.onChange({ ...latest.current.filters, search: text === "" ? undefined : text }),
      searchAfterMs,
    );
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <TextField
      label="Search sessions"
      labelHidden
      type="search"
      ref={searchRef}
      maxLength={100}
      placeholder="Name, e-mail or event type"
      icon={<Search />}
      value={text}
      onChange={(event) => setText(event.target.value)}
      className="w-full grow sm:w-auto sm:max-w-80"
    />
  );
}

function DateRange({ filters, onChange }: FilterProps) {
  const { locale } = useTimeView();
  const [open, setOpen] = useState(false);
  const trouble = rangeTrouble(filters.from, filters.to);
  const day = (date: string) => formatDate(dateAsUtcNoon(date), { timeZone: "UTC", locale }, Date.now());
  const words =
    trouble !== null || (!filters.from && !filters.to)
      ? "Any date"
      : [filters.from ? day(filters.from) : "…", filters.to ? day(filters.to) : "…"].join(" – ");
  return (
    <Popover
      title="Sessions that start between"
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
          value={filters.from ?? ""}
          onChange={(event) => onChange({ ...filters, from: event.target.value || undefined })}
        />
        <TextField
          label="Last day"
          type="date"
          value={filters.to ?? ""}
          error={trouble}
          onChange={(event) => onChange({ ...filters, to: event.target.value || undefined })}
        />
        <div className="flex justify-between gap-2">
          <Button
            variant="quiet"
            size="small"
            icon={<X strokeWidth={1.5} />}
            disabled={!filters.from && !filters.to}
            onClick={() => onChange({ ...filters, from: undefined, to: undefined })}
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
