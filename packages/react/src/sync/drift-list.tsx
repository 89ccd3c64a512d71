import type { CoachDrift } from "@punctual/contract";
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { useTimeView } from "../time/time-context.tsx";
import { Ago } from "../time/when.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { LiveRing } from "../ui/live-ring.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../ui/table.tsx";
import { fieldWords } from "./drift-words.ts";

export interface DriftListProps {
  readonly lines: readonly CoachDrift[];
  /** Compares this coach's mirror now. */
  readonly onCompare: (coachId: string) => void;
  /** Whom the press of a button is under way for. */
  readonly busyFor?: string | null | undefined;
  /** Makes the coach's name a link. */
  readonly renderCoach?: (coach: CoachDrift["coach"]) => ReactNode;
}

/** A line for each coach: compared when, how much, what differed, what still does. */
export function DriftList(props: DriftListProps) {
  return (
    <>
      <div className="hidden md:block">
        <DriftTable {...props} />
      </div>
      <ul className="border-t md:hidden" data-walk="">
        {props.lines.map((line) => (
          <li key={line.coach.id} className="flex flex-col gap-1 border-b py-4 text-sm">
            <span className="flex flex-wrap items-center justify-between gap-2">
              <CoachName {...props} line={line} />
              <State line={line} />
            </span>
            <span className="text-ink-soft">
              <Compared line={line} />
            </span>
            <span className="text-ink-soft empty:hidden">
              <What line={line} />
            </span>
            <span className="mt-1">
              <Compare {...props} line={line} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

interface LineProps {
  readonly line: CoachDrift;
}

function DriftTable(props: DriftListProps) {
  const { locale } = useTimeView();
  const number = (value: number | undefined) => (value === undefined ? "–" : value.toLocaleString(locale));
  return (
    <Table label="Comparisons with Calendly">
      <TableHead>
        <tr>
          <TableHeader>Coach</TableHeader>
          <TableHeader>State</TableHeader>
          <TableHeader>Compared</TableHeader>
          <TableHeader numeric>Sessions</TableHeader>
          <TableHeader numeric>Differed</TableHeader>
          <TableHeader numeric>Put right</TableHeader>
          <TableHeader>What</TableHeader>
          <TableHeader>
            <span className="sr-only">Compare</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {props.lines.map((line) => {
          const newest = line.certificate.newest ?? undefined;
          return (
            <TableRow key={line.coach.id}>
              <TableCell>
                <CoachName {...props} line={line} />
              </TableCell>
              <TableCell>
                <State line={line} />
              </TableCell>
              <TableCell className="whitespace-nowrap text-ink-soft">
                {newest?.endedAt ? <Ago at={newest.endedAt} /> : "never"}
              </TableCell>
              <TableCell numeric>{number(newest?.sessionsCompared)}</TableCell>
              <TableCell numeric>{number(newest?.found)}</TableCell>
              <TableCell numeric>{number(newest?.repaired)}</TableCell>
              <TableCell className="max-w-64 text-ink-soft">
                <What line={line} />
              </TableCell>
              <TableCell className="text-right">
                <Compare {...props} line={line} />
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function CoachName({ line, renderCoach }: LineProps & Pick<DriftListProps, "renderCoach">) {
  return renderCoach === undefined ? <span className="font-medium">{line.coach.name}</span> : renderCoach(line.coach);
}

function State({ line }: LineProps) {
  const { newest, running, failed, remaining } = line.certificate;
  if (running !== null) {
    return (
      <span className="inline-flex items-center gap-2 text-sm text-ink-soft">
        <LiveRing state="working" />
        {running.sessionsCompared} compared so far
      </span>
    );
  }
  if (line.connection === "needs_reconnect") return <Badge tone="attention">Needs reconnect</Badge>;
  if (remaining > 0) return <Badge tone="canceled">{remaining} still differ</Badge>;
  if (failed !== null) return <Badge tone="attention">Could not be compared</Badge>;
  return newest === null ? <Badge tone="waiting">Not compared yet</Badge> : <Badge tone="confirmed">The same</Badge>;
}

function Compared({ line }: LineProps) {
  const { locale } = useTimeView();
  const { newest } = line.certificate;
  if (newest?.endedAt == null) return <>Never compared</>;
  const { sessionsCompared, found } = newest;
  return (
    <>
      {sessionsCompared.toLocaleString(locale)} sessions, {found === 0 ? "none" : found.toLocaleString(locale)} differed{" "}
      · <Ago at={newest.endedAt} />
    </>
  );
}

function What({ line }: LineProps) {
  const { newest, failed } = line.certificate;
  if (failed !== null) return failed.trouble;
  return newest === null ? null : fieldWords(newest);
}

function Compare({ line, onCompare, busyFor }: LineProps & Pick<DriftListProps, "onCompare" | "busyFor">) {
  if (line.connection !== "active" || line.certificate.running !== null) return null;
  return (
    <Button
      size="small"
      variant="quiet"
      icon={<RefreshCw strokeWidth={1.5} />}
      busy={busyFor === line.coach.id}
      busyLabel="Starting"
      aria-label={`Compare ${line.coach.name} now`}
      onClick={() => onCompare(line.coach.id)}
    >
      Compare now
    </Button>
  );
}
