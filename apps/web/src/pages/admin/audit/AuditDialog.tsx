import type { AuditLogEntry } from "@punctual/contract";
import {
  Dialog,
  ErrorState,
  Loading,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  textLinkClasses,
  useAuditEntry,
  When,
} from "@punctual/react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { actorWords, changesOf, factsOf, sentenceOf } from "./audit-words.ts";

/** All that one entry tells. */
export function AuditDialog(props: { readonly seq: string; readonly onClose: () => void }) {
  const entry = useAuditEntry(Number(props.seq));
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title={`Entry ${props.seq}`}
      description={entry.data === undefined ? undefined : `${sentenceOf(entry.data)}.`}
    >
      {entry.isPending ? (
        <Loading label="Loading the entry" className="flex flex-col gap-3">
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-2/3" />
        </Loading>
      ) : entry.isError ? (
        <ErrorState
          title="This entry cannot be shown."
          error={entry.error}
          onRetry={() => void entry.refetch()}
          retrying={entry.isFetching}
        />
      ) : (
        <>
          <Facts entry={entry.data} />
          <Changes entry={entry.data} />
        </>
      )}
    </Dialog>
  );
}

function Facts({ entry }: { readonly entry: AuditLogEntry }) {
  const { actor, onBehalfOf, subject } = entry;
  return (
    <dl className="divide-y border-y text-sm">
      <Fact name="When">
        <When startAt={entry.at} />
      </Fact>
      <Fact name="Who">
        <Link to="/audit" search={{ actor: actor.id }} className={textLinkClasses}>
          {actorWords(entry)}
        </Link>
        {onBehalfOf === null ? null : `, for ${onBehalfOf.name ?? "somebody who is gone"}`}
      </Fact>
      <Fact name="About">
        <Subject entry={entry} />
      </Fact>
      {subject.startAt === null ? null : (
        <Fact name="Starts">
          <When startAt={subject.startAt} />
        </Fact>
      )}
      {entry.reason === null ? null : <Fact name="Reason">{entry.reason}</Fact>}
      {factsOf(entry.detail).map(({ name, value }) => (
        <Fact key={name} name={name.charAt(0).toUpperCase() + name.slice(1)}>
          {value}
        </Fact>
      ))}
      {entry.requestId === null ? null : <Fact name="Request">{entry.requestId}</Fact>}
      <Fact name="Hash">
        <span className="font-mono text-xs">{entry.hash}</span>
      </Fact>
    </dl>
  );
}

function Subject({ entry: { subject } }: { readonly entry: AuditLogEntry }) {
  const name = subject.name ?? subject.coach?.name ?? subject.id;
  return (
    <>
      {subject.id.startsWith("ses_") && subject.name !== null ? (
        <Link to="/sessions/$sessionId" params={{ sessionId: subject.id }} className={textLinkClasses}>
          {name}
        </Link>
      ) : (
        name
      )}
      {" · "}
      <Link to="/audit" search={{ subject: subject.id }} className={textLinkClasses}>
        everything about it
      </Link>
    </>
  );
}

function Changes({ entry }: { readonly entry: AuditLogEntry }) {
  const changes = changesOf(entry);
  if (changes.length === 0) return null;
  return (
    <div className="mt-5">
      <Table label="What changed">
        <TableHead>
          <tr>
            <TableHeader>What</TableHeader>
            <TableHeader>Before</TableHeader>
            <TableHeader>After</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {changes.map(({ name, before, after }) => (
            <TableRow key={name}>
              <TableCell className="text-ink-soft">{name}</TableCell>
              <TableCell className="break-words">{before ?? "–"}</TableCell>
              <TableCell className="break-words">{after ?? "–"}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3 py-2.5">
      <dt className="text-ink-soft">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
