import type { CoachUsage, ErrorPattern, Usage } from "@punctual/contract";
import {
  Ago,
  Badge,
  classNames,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
  textLinkClasses,
} from "@punctual/react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { number } from "../plain-words.ts";
import { codeName, durationWords, endpointName, purposeName, shareWords } from "./usage-words.ts";

function Part({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="mt-12">
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="mt-1 mb-4 max-w-prose text-sm text-ink-soft">{lead}</p>
      {children}
    </section>
  );
}

/** A share of a whole as a bar; `near` where it comes close to its end. The words beside it say the same. */
function Bar({ share, near = false }: { readonly share: number; readonly near?: boolean }) {
  return (
    <span aria-hidden="true" className="block h-1.5 rounded-full bg-line">
      <span
        className={classNames("block h-full rounded-full", near ? "bg-attention" : "bg-waiting")}
        style={{ width: `${Math.min(100, share * 100)}%` }}
      />
    </span>
  );
}

export function CoachesPart({ usage }: { readonly usage: Usage }) {
  return (
    <Part
      title="By account"
      lead="Calendly counts calls by account and minute, over all apps that use it. People who wait go first; sweeps and backfills leave two fifths free."
    >
      <div className="max-md:hidden">
        <Table label="Calls by account">
          <TableHead>
            <tr>
              <TableHeader>Coach</TableHeader>
              <TableHeader numeric>Calls</TableHeader>
              <TableHeader className="w-64">Busiest minute</TableHeader>
              <TableHeader numeric>Left now</TableHeader>
              <TableHeader numeric>Waited</TableHeader>
              <TableHeader>Throttled</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {usage.coaches.map((coach) => (
              <TableRow key={coach.coachId ?? "gone"}>
                <TableCell>
                  <CoachName coach={coach} />
                </TableCell>
                <TableCell numeric>{number(coach.calls)}</TableCell>
                <TableCell>
                  <Load coach={coach} />
                </TableCell>
                <TableCell numeric>{coach.remaining === null ? "–" : number(coach.remaining)}</TableCell>
                <TableCell numeric>{waitedWords(coach)}</TableCell>
                <TableCell>
                  <Throttled coach={coach} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
      <ul className="divide-y border-y md:hidden">
        {usage.coaches.map((coach) => (
          <li key={coach.coachId ?? "gone"} className="flex flex-col gap-2 py-3 text-sm">
            <span className="flex items-baseline justify-between gap-4">
              <CoachName coach={coach} />
              <span>{number(coach.calls)} calls</span>
            </span>
            <Load coach={coach} />
            <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-soft">
              {coach.waited + coach.heldBack === 0 ? null : <span>{waitedWords(coach)} waited</span>}
              <Throttled coach={coach} />
            </span>
          </li>
        ))}
      </ul>
      {usage.moreCoaches === 0 ? null : (
        <p className="pt-3 text-sm text-ink-soft">{number(usage.moreCoaches)} more with fewer calls than these.</p>
      )}
    </Part>
  );
}

function CoachName({ coach: { coachId, name } }: { readonly coach: CoachUsage }) {
  if (coachId === null || name === null) return <span className="text-ink-soft">People who have left</span>;
  return (
    <Link to="/coaches/$coachId" params={{ coachId }} className={classNames(textLinkClasses, "font-medium")}>
      {name}
    </Link>
  );
}

function Load({ coach: { peakPerMinute, limit } }: { readonly coach: CoachUsage }) {
  if (limit === null) return <span className="text-ink-soft">{number(peakPerMinute)}, limit not known yet</span>;
  const share = peakPerMinute / Math.max(1, limit);
  return (
    <span className="flex flex-col gap-1.5">
      <span>
        {number(peakPerMinute)} of {number(limit)}
        {share >= 0.8 ? <span className="text-attention"> · close to the limit</span> : null}
      </span>
      <Bar share={share} near={share >= 0.8} />
    </span>
  );
}

function waitedWords({ waited, heldBack }: CoachUsage): string {
  if (heldBack === 0) return number(waited);
  return `${number(waited + heldBack)}, ${number(heldBack)} put off`;
}

function Throttled({ coach: { throttled } }: { readonly coach: CoachUsage }) {
  return throttled === 0 ? (
    <span className="text-ink-soft max-md:hidden">never</span>
  ) : (
    <Badge tone="attention">{number(throttled)} refused</Badge>
  );
}

export function ErrorsPart({ errors }: { readonly errors: readonly ErrorPattern[] }) {
  return (
    <Part title="What went wrong" lead="Each kind of failure by what was asked, the most frequent first.">
      {errors.length === 0 ? (
        <p className="border-y py-4 text-sm text-ink-soft">Nothing. Every call was answered as it should be.</p>
      ) : (
        <ul className="divide-y border-y">
          {errors.map((error) => (
            <li
              key={`${error.endpoint} ${error.code}`}
              className="grid gap-x-8 gap-y-2 py-4 text-sm md:grid-cols-[16rem_minmax(0,1fr)_12rem]"
            >
              <div>
                <p className="font-medium">{endpointName(error.endpoint)}</p>
                <p className="text-ink-soft">
                  {codeName(error.code)}
                  {error.status === null ? null : ` · ${error.status}`}
                </p>
              </div>
              <div className="max-w-prose">
                <p>{error.meaning}</p>
                <p className="text-ink-soft">{error.advice}</p>
              </div>
              <div className="md:text-right">
                <p>
                  {number(error.count)} times · {shareWords(error.share)} of these calls
                </p>
                <p className="text-ink-soft">
                  {error.coaches > 1 ? `${number(error.coaches)} accounts · ` : null}
                  last <Ago at={error.lastAt} />
                </p>
                {error.count === 1 ? null : (
                  <p className="text-ink-soft">
                    first <Ago at={error.firstAt} />
                  </p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );
}

export function EndpointsPart({ usage }: { readonly usage: Usage }) {
  const slowest = Math.max(1, ...usage.endpoints.map(({ p95Ms }) => p95Ms ?? 0));
  return (
    <Part
      title="How long answers take"
      lead="Half of the answers came within the first time, 19 of 20 within the second."
    >
      <Table label="Calls by endpoint">
        <TableHead>
          <tr>
            <TableHeader>Asked for</TableHeader>
            <TableHeader numeric className="whitespace-nowrap">
              Calls
            </TableHeader>
            <TableHeader numeric>Half within</TableHeader>
            <TableHeader numeric>19 of 20 within</TableHeader>
            <TableHeader className="w-40 max-md:hidden">
              <span className="sr-only">Compared</span>
            </TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {usage.endpoints.map(({ endpoint, calls, p50Ms, p95Ms }) => (
            <TableRow key={endpoint}>
              <TableCell className="max-w-48">{endpointName(endpoint)}</TableCell>
              <TableCell numeric className="whitespace-nowrap">
                {number(calls)}
              </TableCell>
              <TableCell numeric className="whitespace-nowrap">
                {durationWords(p50Ms)}
              </TableCell>
              <TableCell numeric className="whitespace-nowrap">
                {durationWords(p95Ms)}
              </TableCell>
              <TableCell className="max-md:hidden">
                <Bar share={(p95Ms ?? 0) / slowest} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Part>
  );
}

export function PurposesPart({ usage }: { readonly usage: Usage }) {
  const all = usage.purposes.reduce((sum, { calls }) => sum + calls, 0);
  return (
    <Part title="What for" lead="Who the calls were made for.">
      <ul className="grid gap-x-12 gap-y-3 sm:grid-cols-2">
        {usage.purposes.map(({ purpose, calls }) => (
          <li key={purpose} className="flex flex-col gap-1.5 text-sm">
            <span className="flex justify-between gap-4">
              <span>{purposeName(purpose)}</span>
              <span className="text-ink-soft">
                {number(calls)} · {shareWords(all === 0 ? 0 : calls / all)}
              </span>
            </span>
            <Bar share={all === 0 ? 0 : calls / all} />
          </li>
        ))}
      </ul>
    </Part>
  );
}
