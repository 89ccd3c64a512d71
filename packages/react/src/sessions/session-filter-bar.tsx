import { ArrowDownUp } from "lucide-react";
import type { RefObject } from "react";
import { DateRange } from "../time/date-range.tsx";
import { Button } from "../ui/button.tsx";
import { SearchField } from "../ui/search-field.tsx";
import { SegmentedControl } from "../ui/segmented-control.tsx";
import { type SessionFilters, sortOf } from "./session-filters.ts";

const views = [
  { value: "upcoming", label: "Upcoming" },
  { value: "past", label: "Past" },
  { value: "canceled", label: "Canceled" },
  { value: "all", label: "All" },
] as const;

/** Which sessions, in which order. */
export function SessionFilterBar(props: {
  readonly filters: SessionFilters;
  readonly onChange: (filters: SessionFilters) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}) {
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
      <SearchField
        label="Search sessions"
        placeholder="Name, e-mail or event type"
        ref={props.searchRef}
        value={filters.search ?? ""}
        onSearch={(text) => onChange({ ...filters, search: text === "" ? undefined : text })}
        className="w-full grow sm:w-auto sm:max-w-80"
      />
      <div className="flex gap-2">
        <DateRange
          title="Sessions that start between"
          from={filters.from}
          to={filters.to}
          onChange={(range) => onChange({ ...filters, ...range })}
        />
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
