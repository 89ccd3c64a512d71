import type { DeliveryFilter, Inbox } from "@punctual/contract";
import { Ago, Figure, Figures, FiguresSkeleton, textLinkClasses } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { times } from "./delivery-words.ts";

/** The numbers that the sentence rests on; each leads to its deliveries. */
export function InboxFigures({ inbox }: { readonly inbox: Inbox | null }) {
  if (inbox === null) return <FiguresSkeleton />;
  const { counts, waitingSince } = inbox;
  const trouble = counts.failed + counts.dead;
  return (
    <Figures>
      <Figure name="Without effect" value={<Deliveries count={trouble} state="trouble" />}>
        {trouble === 0
          ? "nothing failed"
          : counts.dead === 0
            ? "tried again by itself"
            : `${counts.dead} given up, ${counts.failed} tried again`}
      </Figure>
      <Figure name="Waiting" value={<Deliveries count={counts.received} state="received" />}>
        {counts.received > 0 && waitingSince !== null ? (
          <>
            since <Ago at={waitingSince} />
          </>
        ) : (
          "all worked off"
        )}
      </Figure>
      <Figure name="Applied, 7 days" value={<Deliveries count={counts.applied} state="applied" />}>
        {inbox.duplicates === 0 ? "none came twice" : `repeats came ${times(inbox.duplicates)}, counted only`}
      </Figure>
      <Figure name="Ignored, 7 days" value={<Deliveries count={counts.ignored} state="ignored" />}>
        {inbox.lastReceivedAt === null ? (
          "none has come yet"
        ) : (
          <>
            latest delivery <Ago at={inbox.lastReceivedAt} />
          </>
        )}
      </Figure>
    </Figures>
  );
}

/** A number of deliveries that leads to them. */
function Deliveries({ count, state }: { readonly count: number; readonly state: DeliveryFilter }) {
  if (count === 0) return 0;
  return (
    <Link to="/sync" search={{ state }} className={textLinkClasses}>
      {count}
    </Link>
  );
}
