import type { EventType } from "@punctual/contract";
import { Badge, classNames, Loading, notify, reasonOf, Skeleton, Switch, useOfferEventType } from "@punctual/react";
import { Link2, Pause } from "lucide-react";
import { eventTypeFacts } from "../../event-types/facts.ts";

/** The coach's event types: which one is looked at, and which are on offer to realtors. */
export function EventTypeRows(props: {
  readonly types: readonly EventType[];
  readonly chosen: string | null;
  readonly onChoose: (eventTypeId: string) => void;
}) {
  const offered = props.types.filter((type) => type.offered && type.active).length;
  return (
    <section aria-labelledby="event-types">
      <h2 id="event-types" className="text-base font-semibold">
        Event types
      </h2>
      <p className="mt-0.5 mb-3 text-sm text-ink-soft">
        {offered === 0 ? "You offer none: realtors cannot see you." : `Realtors see the ${offered} that you offer.`}
      </p>
      <ul className="divide-y border-y">
        {props.types.map((type) => (
          <Row key={type.id} type={type} chosen={type.id === props.chosen} onChoose={() => props.onChoose(type.id)} />
        ))}
      </ul>
    </section>
  );
}

function Row(props: { readonly type: EventType; readonly chosen: boolean; readonly onChoose: () => void }) {
  const { type } = props;
  const offer = useOfferEventType();
  return (
    <li className="flex items-start gap-3 py-2">
      <button
        type="button"
        aria-pressed={props.chosen}
        disabled={!type.active}
        onClick={props.onChoose}
        className={classNames(
          "relative min-h-14 min-w-0 flex-1 rounded-md py-2 pr-2 pl-4 text-left transition-colors enabled:hover:bg-sunken",
          props.chosen && "bg-accent-soft",
        )}
      >
        <span
          aria-hidden="true"
          className="absolute inset-y-2 left-0 w-1 rounded-full"
          style={{ backgroundColor: type.color }}
        />
        <span className={classNames("block text-sm font-medium", type.active ? "text-ink" : "text-ink-soft")}>
          {type.name}
        </span>
        <span className="block text-sm text-ink-soft">{eventTypeFacts(type)}</span>
        <span className="mt-1 flex flex-wrap gap-2 empty:hidden">
          {type.active ? null : (
            <Badge icon={Pause} tone="neutral">
              Off at Calendly
            </Badge>
          )}
          {type.secret ? (
            <Badge icon={Link2} tone="neutral">
              By link only
            </Badge>
          ) : null}
        </span>
      </button>
      <Switch
        label={`Offer ${type.name} to realtors`}
        labelHidden
        checked={type.offered && type.active}
        disabled={!type.active || type.schedulingUrl === null}
        onChange={(event) => {
          const offered = event.target.checked;
          offer.mutate(
            { eventTypeId: type.id, offered },
            {
              onSuccess: () =>
                notify.success(offered ? `Realtors can book ${type.name}` : `${type.name} is no longer on offer`),
              onError: (error) => notify.error("Nothing was changed", { description: reasonOf(error) }),
            },
          );
        }}
        className="mt-2"
      />
    </li>
  );
}

export function EventTypeRowsSkeleton() {
  return (
    <Loading label="Loading your event types" className="grid gap-x-10 gap-y-12 lg:grid-cols-[19rem_minmax(0,1fr)]">
      <span className="flex flex-col gap-4">
        {["one", "two", "three"].map((row) => (
          <Skeleton key={row} className="h-16 w-full" />
        ))}
      </span>
      <Skeleton className="hidden h-72 w-full lg:block" />
    </Loading>
  );
}
