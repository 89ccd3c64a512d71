import type { Delivery } from "@punctual/contract";
import { Ago, Badge, Button, EmptyState, ErrorState, LoadingRows, ShowMore, type useDeliveries } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { Inbox } from "lucide-react";
import type { DeliveriesSearch } from "../../../routing/search.ts";
import { stateTones, stateWords, times } from "./delivery-words.ts";

/** The deliveries, newest first; a row opens its details. */
export function DeliveryList(props: {
  readonly deliveries: ReturnType<typeof useDeliveries>;
  readonly search: DeliveriesSearch;
  readonly onShowAll: () => void;
}) {
  const { deliveries, search } = props;
  const rows = deliveries.data?.pages.flatMap((page) => page.items) ?? [];
  if (deliveries.isPending) return <LoadingRows label="Loading deliveries" rows={5} />;
  if (deliveries.isError && rows.length === 0) {
    return (
      <ErrorState
        title="The deliveries cannot be shown."
        error={deliveries.error}
        onRetry={() => void deliveries.refetch()}
        retrying={deliveries.isFetching}
      />
    );
  }
  if (rows.length === 0) {
    const isNarrowed = search.state !== undefined || search.event !== undefined || search.search !== undefined;
    return isNarrowed ? (
      <EmptyState
        title={search.state === "trouble" ? "Nothing is without effect." : "No delivery matches."}
        icon={<Inbox />}
        action={<Button onClick={props.onShowAll}>Show all</Button>}
      />
    ) : (
      <EmptyState title="No deliveries yet." icon={<Inbox />}>
        As soon as a coach is connected, each change at Calendly arrives here by itself.
      </EmptyState>
    );
  }
  return (
    <div aria-busy={deliveries.isPlaceholderData || undefined}>
      <ul data-walk="" className="border-t">
        {rows.map((delivery) => (
          <Row key={delivery.id} delivery={delivery} search={search} />
        ))}
      </ul>
      <ShowMore pages={deliveries} />
    </div>
  );
}

function Row({ delivery, search }: { readonly delivery: Delivery; readonly search: DeliveriesSearch }) {
  return (
    <li className="border-b">
      <Link
        to="/sync"
        search={{ ...search, delivery: delivery.id }}
        // The row stays where it is under the sheet.
        resetScroll={false}
        className="-mx-3 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 rounded-md px-3 py-3 transition-colors hover:bg-sunken focus-visible:rounded-md focus-visible:-outline-offset-2 sm:grid-cols-[minmax(0,1fr)_9rem_auto]"
      >
        <span className="min-w-0">
          <span className="block text-base font-medium break-words">{delivery.eventName}</span>
          <span className="mt-0.5 flex flex-wrap gap-x-2 text-sm text-ink-soft">
            {detailsOf(delivery).map((detail, at) => (
              <span key={detail}>
                {at === 0 ? null : <span aria-hidden="true">· </span>}
                {detail}
              </span>
            ))}
          </span>
        </span>
        <Ago
          at={delivery.receivedAt}
          className="pt-0.5 text-right text-sm whitespace-nowrap text-ink-soft max-sm:col-start-2 max-sm:row-start-1 sm:text-left"
        />
        <span className="max-sm:col-span-2 sm:w-28">
          <Badge tone={stateTones[delivery.state]}>{stateWords[delivery.state]}</Badge>
        </span>
      </Link>
    </li>
  );
}

function detailsOf(delivery: Delivery): string[] {
  const { coach, reason, attempts, duplicates, replays, state } = delivery;
  return [
    ...(coach === null ? [] : [coach.name]),
    ...(reason === null ? [] : [reason]),
    ...(attempts > 1 || (attempts === 1 && state === "failed") ? [`tried ${times(attempts)}`] : []),
    ...(duplicates > 0 ? [`came again ${times(duplicates)}`] : []),
    ...(replays > 0 ? [`replayed ${times(replays)}`] : []),
  ];
}
