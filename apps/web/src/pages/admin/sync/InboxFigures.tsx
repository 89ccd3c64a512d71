import type { DeliveryFilter, Inbox } from "@punctual/contract";
import { Ago, Loading, Skeleton, textLinkClasses } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { times } from "./delivery-words.ts";

/** The numbers that the sentence rests on; each leads to its deliveries. */
export function InboxFigures({ inbox }: { readonly inbox: Inbox | null }) {
  if (inbox === null) return <FiguresSkeleton />;
  const { counts, waitingSince } = inbox;
  const trouble = counts.failed + counts.dead;
  return (
    <dl className="grid grid-cols-2 gap-x-6 border-t lg:grid-cols-4 lg:border-b">
      <Figure name="Without effect" value={trouble} state="trouble">
        {trouble === 0
          ? "nothing failed"
          : counts.dead === 0
            ? "tried again by itself"
            : `${counts.dead} given up, ${counts.failed} tried again`}
      </Figure>
      <Figure name="Waiting" value={counts.received} state="received">
        {counts.received > 0 && waitingSince !== null ? (
          <>
            since <Ago at={waitingSince} />
          </>
        ) : (
          "all worked off"
        )}
      </Figure>
      <Figure name="Applied, 7 days" value={counts.applied} state="applied">
        {inbox.duplicates === 0 ? "none came twice" : `repeats came ${times(inbox.duplicates)}, counted only`}
      </Figure>
      <Figure name="Ignored, 7 days" value={counts.ignored} state="ignored">
        {inbox.lastReceivedAt === null ? (
          "none has come yet"
        ) : (
          <>
            latest delivery <Ago at={inbox.lastReceivedAt} />
          </>
        )}
      </Figure>
    </dl>
  );
}

function Figure(props: {
  readonly name: string;
  readonly value: number;
  readonly state: DeliveryFilter;
  readonly children: ReactNode;
}) {
  return (
    <div className="flex flex-col gap-1 border-b py-5 lg:border-b-0 lg:py-6">
      <dt className="text-sm text-ink-soft">{props.name}</dt>
      <dd className="text-2xl font-semibold">
        {props.value === 0 ? (
          0
        ) : (
          <Link to="/sync" search={{ state: props.state }} className={textLinkClasses}>
            {props.value}
          </Link>
        )}
      </dd>
      <dd className="text-sm text-ink-soft">{props.children}</dd>
    </div>
  );
}

function FiguresSkeleton() {
  return (
    <Loading label="Loading the numbers" className="grid grid-cols-2 gap-x-6 border-t lg:grid-cols-4 lg:border-b">
      {["one", "two", "three", "four"].map((figure) => (
        <span key={figure} className="flex flex-col gap-2 border-b py-6 lg:border-b-0">
          <Skeleton className="h-4 w-28 max-w-full" />
          <Skeleton className="h-10 w-16" />
          <Skeleton className="h-4 w-32 max-w-full" />
        </span>
      ))}
    </Loading>
  );
}
