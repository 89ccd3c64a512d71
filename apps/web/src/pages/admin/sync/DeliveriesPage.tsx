import type { Inbox } from "@punctual/contract";
import { Badge, ErrorState, useDeliveries, useInbox, useNow } from "@punctual/react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { DeliveriesSearch } from "../../../routing/search.ts";
import { DeliveryDialog } from "./DeliveryDialog.tsx";
import { DeliveryFilters } from "./DeliveryFilters.tsx";
import { DeliveryList } from "./DeliveryList.tsx";
import { inboxSentence } from "./delivery-words.ts";
import { InboxFigures } from "./InboxFigures.tsx";
import { SyncFrame } from "./SyncFrame.tsx";

/** Did everything that Calendly told us take effect? One sentence, the numbers, and every delivery. */
export function DeliveriesPage() {
  const navigate = useNavigate();
  const now = useNow();
  const search = useSearch({ from: "/signed-in/sync" });
  const inbox = useInbox();
  const query = {
    ...(search.state === undefined ? {} : { state: search.state }),
    ...(search.event === undefined ? {} : { eventName: search.event }),
    ...(search.search === undefined ? {} : { search: search.search }),
  };
  const deliveries = useDeliveries(query, { waiting: (inbox.data?.counts.received ?? 0) > 0 });
  const show = (next: DeliveriesSearch): void => void navigate({ to: "/sync", search: next, replace: true });
  return (
    <SyncFrame
      title="Deliveries"
      lead={inbox.data === undefined ? "What Calendly told us, and what became of it." : inboxSentence(inbox.data, now)}
    >
      {inbox.isError ? (
        <ErrorState
          title="The numbers cannot be shown."
          error={inbox.error}
          onRetry={() => void inbox.refetch()}
          retrying={inbox.isFetching}
        />
      ) : (
        <InboxFigures inbox={inbox.data ?? null} />
      )}
      {inbox.data === undefined ? null : <Refused inbox={inbox.data} />}
      <DeliveryFilters search={search} inbox={inbox.data ?? null} onChange={show} />
      <DeliveryList deliveries={deliveries} search={search} onShowAll={() => show({})} />
      {search.delivery === undefined ? null : (
        <DeliveryDialog
          key={search.delivery}
          deliveryId={search.delivery}
          onClose={() => show({ ...search, delivery: undefined })}
        />
      )}
    </SyncFrame>
  );
}

/** What was not let in: most often a wrong signing key, which nobody else would tell. */
function Refused({ inbox }: { readonly inbox: Inbox }) {
  if (inbox.refused.length === 0) return null;
  const total = inbox.refused.reduce((sum, { count }) => sum + count, 0);
  return (
    <section aria-label="Refused" className="mt-6 border-b pb-6">
      <h2 className="text-sm font-medium">
        <Badge tone="attention">{total} refused</Badge> in the last 24 hours
      </h2>
      <ul className="mt-2 flex flex-col gap-1 text-sm text-ink-soft">
        {inbox.refused.map(({ reason, count, sentence }) => (
          <li key={reason}>
            <span className="font-medium text-ink">{count} ×</span> {sentence}
          </li>
        ))}
      </ul>
    </section>
  );
}
