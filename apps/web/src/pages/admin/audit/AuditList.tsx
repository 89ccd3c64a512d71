import type { AuditLogEntry } from "@punctual/contract";
import { Ago, Button, EmptyState, ErrorState, Loading, ShowMore, Skeleton, type useAudit } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { ScrollText } from "lucide-react";
import type { AuditSearch } from "../../../routing/search.ts";
import { sentenceOf } from "./audit-words.ts";

/** The entries, newest first; a row opens its details. */
export function AuditList(props: {
  readonly entries: ReturnType<typeof useAudit>;
  readonly search: AuditSearch;
  readonly onShowAll: () => void;
}) {
  const { entries, search } = props;
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  if (entries.isPending) return <ListSkeleton />;
  if (entries.isError && rows.length === 0) {
    return (
      <ErrorState
        title="The log cannot be shown."
        error={entries.error}
        onRetry={() => void entries.refetch()}
        retrying={entries.isFetching}
      />
    );
  }
  if (rows.length === 0) {
    const { entry: _, ...filters } = search;
    return Object.values(filters).some((value) => value !== undefined) ? (
      <EmptyState
        title="No entry matches."
        icon={<ScrollText />}
        action={<Button onClick={props.onShowAll}>Show all</Button>}
      />
    ) : (
      <EmptyState title="Nothing has been recorded yet." icon={<ScrollText />}>
        Whatever somebody does here, and whatever happens to sessions, appears by itself.
      </EmptyState>
    );
  }
  return (
    <div aria-busy={entries.isPlaceholderData || undefined}>
      <ul data-walk="" className="border-t">
        {rows.map((entry) => (
          <Row key={entry.seq} entry={entry} search={search} />
        ))}
      </ul>
      <ShowMore pages={entries} />
    </div>
  );
}

function Row({ entry, search }: { readonly entry: AuditLogEntry; readonly search: AuditSearch }) {
  return (
    <li className="border-b">
      <Link
        to="/audit"
        search={{ ...search, entry: String(entry.seq) }}
        // The row stays where it is under the sheet.
        resetScroll={false}
        className="-mx-3 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 rounded-md px-3 py-3 transition-colors hover:bg-sunken focus-visible:rounded-md focus-visible:-outline-offset-2"
      >
        <span className="min-w-0">
          <span className="block text-base break-words">{sentenceOf(entry)}</span>
          {entry.reason === null ? null : (
            <span className="mt-0.5 block text-sm break-words text-ink-soft">{entry.reason}</span>
          )}
        </span>
        <span className="pt-0.5 text-right text-sm whitespace-nowrap text-ink-soft">
          <Ago at={entry.at} />
          <span className="block text-xs tabular-nums">#{entry.seq}</span>
        </span>
      </Link>
    </li>
  );
}

function ListSkeleton() {
  return (
    <Loading label="Loading the audit log" className="border-t">
      {["one", "two", "three", "four", "five", "six"].map((row) => (
        <span key={row} className="flex items-center justify-between gap-4 border-b py-4">
          <Skeleton className="h-4 w-64 max-w-[60%]" />
          <Skeleton className="h-4 w-20" />
        </span>
      ))}
    </Loading>
  );
}
