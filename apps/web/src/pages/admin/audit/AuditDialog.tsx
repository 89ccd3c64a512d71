import type { AuditLogEntry } from "@punctual/contract";
import {
  Dialog,
  ErrorState,
  Fact,
  Facts,
  LoadingLines,
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
        <LoadingLines label="Loading the entry" />
      ) : entry.isError ? (
        <ErrorState
          title="This entry cannot be shown."
          error={entry.error}
          onRetry={() => void entry.refetch()}
          retrying={entry.isFetching}
        />
      ) : (
        <>
          <About entry={entry.data} />
          <Changes entry={entry.data} />
        </>
      )}
    </Dialog>
  );
}

function About({ entry }: { readonly entry: AuditLogEntry }) {
  const { actor, onBehalfOf, subject } = entry;
  return (
    <Facts>
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
        <Fact key={name} name={name}>
          {value}
        </Fact>
      ))}
      {entry.requestId === null ? null : <Fact name="Request">{entry.requestId}</Fact>}
      <Fact name="Hash">
        <span className="font-mono text-xs">{entry.hash}</span>
      </Fact>
    </Facts>
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
