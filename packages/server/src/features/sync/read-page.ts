import { type CalendlyClient, CalendlyError, endpoints, type Invitee, type ScheduledEvent } from "@punctual/calendly";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { translateReading } from "../../platform/calendly/translate-session.ts";
import { canonicalUri } from "../../platform/calendly/wire-fields.ts";
import type { Context } from "../../platform/context.ts";

/** Calls for invitees under way at once. */
const parallel = 8;
/** Pages in a row that bring nothing new, after which a list counts as endless. */
const mostEmptyPages = 20;

/**
 * Where a walk through an account's sessions stands, by start. The window goes along, as Calendly's page tokens belong to
 * the query that made them; and so does the time that was reached, as Calendly may forget a token.
 */
const positionSchema = z.strictObject({
  version: z.literal(2),
  minStartAt: z.string(),
  pageToken: z.string().nullable(),
  /** Start of the session that was read last. */
  reached: z.string().nullable(),
  /** The sessions that were read and start exactly then: others of that instant may follow. */
  edge: z.array(z.string()),
  /** Of the sessions that this page should have listed and did not, the last one that was looked into. */
  missingAfter: z.string().nullable(),
  /** Finds a circle of page tokens: the mark is set anew after 1, 2, 4, 8... pages, and met again only in a circle. */
  circle: z.strictObject({ mark: z.string().nullable(), steps: z.number(), limit: z.number(), empty: z.number() }),
});
export type Position = z.infer<typeof positionSchema>;

export function firstPosition(from: Temporal.Instant): Position {
  return {
    version: 2,
    minStartAt: from.toString(),
    pageToken: null,
    reached: null,
    edge: [],
    missingAfter: null,
    circle: { mark: null, steps: 0, limit: 1, empty: 0 },
  };
}

export function writePosition(position: Position): string {
  return JSON.stringify(position);
}

/** Null for a position that another version of Punctual wrote. */
export function readPosition(cursor: string): Position | null {
  try {
    return positionSchema.parse(JSON.parse(cursor));
  } catch {
    return null;
  }
}

/** The list of sessions that Calendly gave goes in circles, or never comes to anything. */
export class EndlessList extends Error {
  override readonly name = "EndlessList";
}

/** A session as a list gave it, without its invitees. */
export interface ListedSession {
  readonly event: ScheduledEvent;
  readonly change: SessionChange;
}

export interface ListedPage {
  /** Sessions that were not listed before. */
  readonly sessions: readonly ListedSession[];
  /** Sessions that say nothing that may be acted on. */
  readonly unreadable: readonly string[];
  /** Every session of this page and of the edge before it. */
  readonly uris: readonly string[];
  /** Which starts this page settles: from the one, up to and without the other; null without an end. */
  readonly window: { readonly from: Temporal.Instant; readonly to: Temporal.Instant | null };
  /** Null after the last page. */
  readonly next: Position | null;
}

/**
 * Reads one page of the user's sessions. A page token that Calendly has forgotten costs nothing: the walk goes on from the
 * start that was reached.
 *
 * @throws {EndlessList}
 * @throws {CalendlyError}
 */
export async function readPage(
  context: Context,
  client: CalendlyClient,
  where: {
    readonly userUri: string;
    readonly position: Position;
    readonly pageSize: number;
    readonly signal: AbortSignal;
  },
): Promise<ListedPage> {
  const { userUri, position, pageSize, signal } = where;
  const observedAt = context.clock.now();
  const list = async (query: { readonly min_start_time: string }, pageToken: string | null) => {
    const pages = client.paginate(
      endpoints.listScheduledEvents,
      { query: { user: userUri, sort: "start_time:asc", count: pageSize, ...query }, signal },
      { pageToken },
    );
    const page = await pages.next();
    return page.done ? { items: [], nextPageToken: null } : page.value;
  };

  let minStartAt = position.minStartAt;
  const page = await list({ min_start_time: minStartAt }, position.pageToken).catch((error: unknown) => {
    if (position.pageToken === null || !isForgotten(error)) throw error;
    minStartAt = position.reached ?? minStartAt;
    return list({ min_start_time: minStartAt }, null);
  });
  const known = new Set(position.edge);
  const unreadable: string[] = [];
  const listed = page.items.flatMap((event) => {
    const change = readable(context, () => translateReading(event, [], observedAt, context.config.calendly));
    if (change !== null) return [{ event, change }];
    if (URL.canParse(event.uri)) unreadable.push(canonicalUri(event.uri, context.config.calendly));
    return [];
  });
  const sessions = listed.filter(({ change }) => !known.has(change.session.uri));
  const last = latest(listed.map(({ change }) => change.session.startAt));
  const from = Temporal.Instant.from(position.reached ?? position.minStartAt);
  const reached = last === null || Temporal.Instant.compare(last, from) < 0 ? from : last;
  const edge = listed.map(({ change }) => change.session).filter(({ startAt }) => startAt.equals(reached));
  return {
    sessions,
    unreadable,
    uris: [...known, ...unreadable, ...listed.map(({ change }) => change.session.uri)],
    window: { from, to: page.nextPageToken === null ? null : reached },
    next:
      page.nextPageToken === null
        ? null
        : {
            version: 2,
            minStartAt,
            pageToken: page.nextPageToken,
            reached: reached.toString(),
            edge: [...(reached.equals(from) ? known : []), ...edge.map(({ uri }) => uri)],
            missingAfter: null,
            circle: follow(position.circle, page.nextPageToken, sessions.length === 0),
          },
  };
}

export interface ReadInvitees {
  readonly changes: readonly SessionChange[];
  /** Sessions that vanished between the list and the reading. */
  readonly vanished: readonly string[];
  /** Sessions with invitees who say nothing that may be acted on. */
  readonly unreadable: readonly string[];
}

/** The listed sessions with all their invitees. One that cannot be read does not keep the others back. */
export async function readAllInvitees(
  context: Context,
  client: CalendlyClient,
  listed: readonly ListedSession[],
  signal: AbortSignal,
): Promise<ReadInvitees> {
  const changes: SessionChange[] = [];
  const [vanished, unreadable]: [string[], string[]] = [[], []];
  for (let index = 0; index < listed.length; index += parallel) {
    const batch = listed.slice(index, index + parallel);
    await Promise.all(
      batch.map(async ({ event, change }) => {
        const observedAt = context.clock.now();
        const invitees = await listInvitees(client, event, signal).catch((error: unknown) => {
          if (error instanceof CalendlyError && error.code === "not_found") return null;
          throw error;
        });
        if (invitees === null) vanished.push(change.session.uri);
        else {
          const read = readable(context, () => translateReading(event, invitees, observedAt, context.config.calendly));
          if (read === null) unreadable.push(change.session.uri);
          else changes.push(read);
        }
      }),
    );
  }
  return { changes, vanished, unreadable };
}

/**
 * A scheduled event that was read, together with all its invitees, as a change of the mirror.
 *
 * @throws {CalendlyError}
 */
export async function readWithInvitees(
  context: Context,
  client: CalendlyClient,
  event: ScheduledEvent,
  signal?: AbortSignal,
): Promise<SessionChange> {
  // Taken before the call: what happens during it must not look older than it is.
  const observedAt = context.clock.now();
  const invitees = await listInvitees(client, event, signal);
  return translateReading(event, invitees, observedAt, context.config.calendly);
}

/** Everybody who was invited, however many pages that takes. */
async function listInvitees(client: CalendlyClient, event: ScheduledEvent, signal?: AbortSignal): Promise<Invitee[]> {
  const invitees: Invitee[] = [];
  const pages = client.paginate(endpoints.listEventInvitees, {
    params: { uuid: event.uri },
    query: { count: 100 },
    ...(signal === undefined ? {} : { signal }),
  });
  for await (const page of pages) invitees.push(...page.items);
  return invitees;
}

/** Null, and a line in the log, for a record that says nothing that may be acted on. */
function readable(context: Context, translate: () => SessionChange): SessionChange | null {
  try {
    return translate();
  } catch (error) {
    if (!(error instanceof CalendlyError)) throw error;
    const fields = error.details.map(({ parameter }) => parameter);
    context.log.warn({ endpoint: error.endpoint, fields }, "a record of Calendly's cannot be read; it is left out");
    return null;
  }
}

function isForgotten(error: unknown): boolean {
  return error instanceof CalendlyError && error.code === "invalid_argument";
}

function latest(instants: readonly Temporal.Instant[]): Temporal.Instant | null {
  return instants.reduce<Temporal.Instant | null>(
    (last, one) => (last === null || Temporal.Instant.compare(one, last) > 0 ? one : last),
    null,
  );
}

/** Brent's way to find a cycle: it keeps one token, however long the list. */
function follow(circle: Position["circle"], token: string, isEmpty: boolean): Position["circle"] {
  const empty = isEmpty ? circle.empty + 1 : 0;
  if (token === circle.mark) throw new EndlessList("Calendly's list of sessions goes in a circle.");
  if (empty >= mostEmptyPages) throw new EndlessList("Calendly's list of sessions has no end.");
  const steps = circle.steps + 1;
  return steps >= circle.limit
    ? { mark: token, steps: 0, limit: circle.limit * 2, empty }
    : { ...circle, steps, empty };
}
