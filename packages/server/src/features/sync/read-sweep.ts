import { type CalendlyClient, CalendlyError, endpoints, inviteeParamsOf } from "@punctual/calendly";
import type { InviteeSnapshot, SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { translateInviteeReading } from "../../platform/calendly/translate-session.ts";
import type { Context } from "../../platform/context.ts";
import { needsInvitees, unlistedInvitees } from "./compare-session.ts";
import {
  type ListedPage,
  type ListedSession,
  type Position,
  type ReadInvitees,
  readAllInvitees,
  readPage,
  readWithInvitees,
} from "./read-page.ts";
import { type Account, readMirrored, selectUnlisted } from "./record-sweeps.ts";
import type { ComparedAt, Mirrored, Seen, SweepRecord } from "./types.ts";

/** Sessions in one page: a full sweep reads the invitees of each, one more call. */
const pageSize = { recent: 100, full: 50 } as const;
/**
 * Sessions that were not listed, and are asked for one by one, before the page is read again; and invitees, of whom the
 * next sweep asks for the others.
 */
const mostUnlisted = 50;

/** What a sweep learned of one page before it changes anything. */
export interface ReadForSweep {
  readonly seen: readonly Seen[];
  /** As the mirror was before Calendly was asked. */
  readonly mirrored: ReadonlyMap<string, Mirrored>;
  /** Sessions that Calendly says it does not know, though it listed them or they are mirrored. */
  readonly gone: readonly Unlisted[];
  /** Sessions that say nothing that may be acted on: our ids, null where they are not mirrored. */
  readonly unreadable: readonly (string | null)[];
  /** Sessions that are mirrored, and that Calendly does not let this account see. */
  readonly hidden: readonly Unlisted[];
  readonly sessionsCompared: number;
  readonly inviteesCompared: number;
  readonly next: Position | null;
}

export interface Unlisted {
  /** Null for one that is not mirrored. */
  readonly id: string | null;
  readonly uri: string;
}

/** Reads one page of Calendly's list, the invitees that have to be compared, and what the list should have held. */
export async function readForSweep(
  context: Context,
  client: CalendlyClient,
  page: {
    readonly account: Account;
    readonly sweep: SweepRecord;
    readonly position: Position;
    readonly at: ComparedAt;
    readonly signal: AbortSignal;
  },
): Promise<ReadForSweep> {
  const { account, sweep, position, at, signal } = page;
  const where = { userUri: account.userUri, position, pageSize: pageSize[sweep.depth], signal };
  const listed = await readPage(context, client, where);
  // The page is read again only for what it left out: its sessions were compared before.
  const fresh = position.missingAfter === null ? listed.sessions : [];
  const mirrored = await readMirrored(
    context.database,
    fresh.map(({ change }) => change.session.uri),
  );
  const { vanished, unreadable, ...read } = await readListed(context, client, fresh, mirrored, page);
  const ofMirror = (uri: string) => ({ id: mirrored.get(uri)?.sessionId ?? null, uri });
  const unlisted = await selectUnlisted(context.database, account, {
    window: listed.window,
    listed: listed.uris,
    after: position.missingAfter,
    bookedBefore: at.readAt,
    limit: mostUnlisted,
  });
  const rest = await readUnlisted(context, client, [...vanished.map(ofMirror), ...unlisted], signal);
  const restMirrored = await readMirrored(
    context.database,
    rest.seen.map(({ change }) => change.session.uri),
  );
  const known = new Map([...mirrored, ...restMirrored]);
  const all = await readUnlistedInvitees(context, client, [...read.seen, ...rest.seen], known, signal);
  return {
    seen: all,
    mirrored: known,
    gone: rest.gone,
    hidden: rest.hidden,
    unreadable: [
      ...[...listed.unreadable, ...unreadable].map((uri) => mirrored.get(uri)?.sessionId ?? null),
      ...rest.unreadable,
    ],
    sessionsCompared: all.length + rest.gone.length + rest.hidden.length,
    inviteesCompared: all.reduce((sum, one) => sum + (one.inviteesRead ? one.change.invitees.length : 0), 0),
    next: nextPosition(position, listed, unlisted),
  };
}

/** The next page; or this one again while it left out more than could be looked into. */
function nextPosition(position: Position, listed: ListedPage, unlisted: readonly Unlisted[]): Position | null {
  const last = unlisted.at(-1);
  return unlisted.length < mostUnlisted || last === undefined ? listed.next : { ...position, missingAfter: last.uri };
}

async function readListed(
  context: Context,
  client: CalendlyClient,
  listed: readonly ListedSession[],
  mirrored: ReadonlyMap<string, Mirrored>,
  page: { readonly sweep: SweepRecord; readonly at: ComparedAt; readonly signal: AbortSignal },
): Promise<Pick<ReadInvitees, "vanished" | "unreadable"> & { readonly seen: readonly Seen[] }> {
  const { sweep, at, signal } = page;
  const isDue = ({ change }: ListedSession) =>
    sweep.depth === "full" || needsInvitees(mirrored.get(change.session.uri) ?? null, change, at);
  const read = await readAllInvitees(context, client, listed.filter(isDue), signal);
  const unread = listed.filter((one) => !isDue(one)).map(({ change }) => seenOf(change, false));
  return { ...read, seen: [...read.changes.map((change) => seenOf(change, true)), ...unread] };
}

async function readUnlisted(
  context: Context,
  client: CalendlyClient,
  sessions: readonly Unlisted[],
  signal: AbortSignal,
): Promise<{ seen: Seen[]; gone: Unlisted[]; hidden: Unlisted[]; unreadable: (string | null)[] }> {
  const [seen, gone, hidden, unreadable]: [Seen[], Unlisted[], Unlisted[], (string | null)[]] = [[], [], [], []];
  for (const session of sessions) {
    try {
      const given = { params: { uuid: session.uri }, signal };
      const { resource } = await client.request(endpoints.getScheduledEvent, given);
      seen.push(seenOf(await readWithInvitees(context, client, resource, signal), true));
    } catch (error) {
      if (!(error instanceof CalendlyError)) throw error;
      if (error.code === "not_found") gone.push(session);
      else if (error.code === "permission_denied") hidden.push(session);
      else if (error.code === "unexpected_response" && error.details.length > 0) unreadable.push(session.id);
      else throw error;
    }
  }
  return { seen, gone, hidden, unreadable };
}

function seenOf(change: SessionChange, inviteesRead: boolean): Seen {
  return { change, inviteesRead, goneInvitees: [] };
}

/**
 * The readings, together with what Calendly says of mirrored invitees whom its lists left out: each is asked for by their
 * URI. Whom it still knows is read there; of whom it may not tell nothing is known.
 */
async function readUnlistedInvitees(
  context: Context,
  client: CalendlyClient,
  readings: readonly Seen[],
  mirrored: ReadonlyMap<string, Mirrored>,
  signal: AbortSignal,
): Promise<Seen[]> {
  const complete: Seen[] = [];
  let left = mostUnlisted;
  for (const seen of readings) {
    const own = mirrored.get(seen.change.session.uri) ?? null;
    const uris = seen.inviteesRead ? unlistedInvitees(own, seen.change).slice(0, left) : [];
    left -= uris.length;
    const invitees = [...seen.change.invitees];
    const goneInvitees: string[] = [];
    for (const uri of uris) {
      const invitee = await readInvitee(context, client, uri, signal);
      if (invitee === "gone") goneInvitees.push(uri);
      else if (invitee !== "hidden") invitees.push(invitee);
    }
    complete.push({ ...seen, change: { ...seen.change, invitees }, goneInvitees });
  }
  return complete;
}

async function readInvitee(
  context: Context,
  client: CalendlyClient,
  uri: string,
  signal: AbortSignal,
): Promise<InviteeSnapshot | "gone" | "hidden"> {
  const params = inviteeParamsOf(uri);
  if (params === null) return "hidden";
  const observedAt = context.clock.now();
  try {
    const { resource } = await client.request(endpoints.getEventInvitee, { params, signal });
    return translateInviteeReading(resource, observedAt, context.config.calendly);
  } catch (error) {
    if (!(error instanceof CalendlyError)) throw error;
    if (error.code === "not_found") return "gone";
    if (error.code === "permission_denied") return "hidden";
    if (error.code === "unexpected_response" && error.details.length > 0) return "hidden";
    throw error;
  }
}
