import type { DeliveryFilter, Inbox } from "@punctual/contract";
import { Button, notify, reasonOf, SearchField, Select, useReplayDeliveries } from "@punctual/react";
import { RotateCw } from "lucide-react";
import type { DeliveriesSearch } from "../../../routing/search.ts";
import { deliveries, filterWords } from "./delivery-words.ts";

/** Which deliveries, and the way to have all apply that did not. */
export function DeliveryFilters(props: {
  readonly search: DeliveriesSearch;
  readonly inbox: Inbox | null;
  readonly onChange: (search: DeliveriesSearch) => void;
}) {
  const { search, inbox, onChange } = props;
  const { delivery: _, ...filters } = search;
  const trouble = (inbox?.counts.failed ?? 0) + (inbox?.counts.dead ?? 0);
  const names = [...new Set([...(inbox?.eventNames ?? []), ...(search.event === undefined ? [] : [search.event])])];
  const stateOf = (value: string): DeliveryFilter | undefined => filterWords.find(([state]) => state === value)?.[0];
  return (
    <search className="my-6 flex flex-wrap items-end gap-3">
      <Select
        label="State"
        labelHidden
        value={search.state ?? ""}
        onChange={(event) => onChange({ ...filters, state: stateOf(event.target.value) })}
        className="w-full sm:w-44"
      >
        <option value="">Every state</option>
        {filterWords.map(([state, word]) => (
          <option key={state} value={state}>
            {word}
          </option>
        ))}
      </Select>
      <Select
        label="Event"
        labelHidden
        value={search.event ?? ""}
        onChange={(event) => onChange({ ...filters, event: event.target.value || undefined })}
        className="w-full sm:w-60"
      >
        <option value="">Every event</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
      <SearchField
        label="Search deliveries"
        placeholder="Beginning of an id"
        maxLength={64}
        value={search.search ?? ""}
        onSearch={(text) => onChange({ ...filters, search: text || undefined })}
        className="w-full grow sm:w-auto sm:max-w-64"
      />
      {trouble === 0 ? null : <ReplayAll count={trouble} />}
    </search>
  );
}

function ReplayAll({ count }: { readonly count: number }) {
  const replay = useReplayDeliveries();
  const press = () =>
    replay.mutate(
      { state: "trouble" },
      {
        onSuccess: ({ replayed, remaining }) =>
          notify.success(`${deliveries(replayed)} will be applied again`, {
            ...(remaining === 0 ? {} : { description: `${remaining} more remain. Press again for them.` }),
          }),
        onError: (error) => notify.error("Nothing was replayed", { description: reasonOf(error) }),
      },
    );
  return (
    <Button
      variant="primary"
      icon={<RotateCw strokeWidth={1.5} />}
      busy={replay.isPending}
      busyLabel="Replaying"
      onClick={press}
      className="w-full sm:ml-auto sm:w-auto"
    >
      Replay all {count} failed
    </Button>
  );
}
