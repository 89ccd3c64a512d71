import type { Temporal } from "temporal-polyfill";
import type { Transaction } from "../../platform/database/database.ts";
import { readChainLinks } from "./queries.ts";
import { writeChainLinks } from "./record-mirror.ts";
import type { ChainLink } from "./types.ts";

/** Nobody moves a session so often; a history that contradicts itself must not be followed for ever. */
const longestChain = 1_000;

/**
 * Ties the invitees of chains of reschedules together, whichever half came first and even when only one names the other,
 * and gives all of a chain its common URI. `uris` are the invitees that changed. Answers the sessions that changed by it.
 */
export async function settleChains(tx: Transaction, uris: readonly string[], now: Temporal.Instant): Promise<string[]> {
  const members = await readChains(tx, uris);
  const changed = traceChains([...members.values()]).filter((link) => !sameLink(members.get(link.uri), link));
  await writeChainLinks(tx, changed, now);
  return changed.map(({ sessionId }) => sessionId);
}

/** All mirrored invitees of the chains that these belong to. */
async function readChains(tx: Transaction, uris: readonly string[]): Promise<Map<string, ChainLink>> {
  const members = new Map<string, ChainLink>();
  const asked = new Set<string>();
  let next = [...new Set(uris)];
  const most = next.length * longestChain;
  while (next.length > 0 && asked.size < most) {
    for (const uri of next) asked.add(uri);
    const found = await readChainLinks(tx, next);
    for (const link of found) members.set(link.uri, link);
    const named = found.flatMap(({ uri, oldInviteeUri, newInviteeUri }) => [uri, oldInviteeUri, newInviteeUri]);
    next = [...new Set(named.filter((uri) => uri !== null))].filter((uri) => !asked.has(uri));
  }
  return members;
}

/**
 * The links as they should be. Each half of a reschedule may be the only one that names the other. A chain begins at its
 * first invitee, or at the one that the first names, though it is not mirrored. In a circle nobody is first: there all
 * count as never moved, under the least of their URIs.
 */
export function traceChains(members: readonly ChainLink[]): ChainLink[] {
  const sorted = members.toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
  const byUri = new Map(sorted.map((link) => [link.uri, link]));
  const successors = new Map<string, string>();
  const predecessors = new Map<string, string>();
  for (const { uri, oldInviteeUri, newInviteeUri } of sorted) {
    if (oldInviteeUri !== null && !successors.has(oldInviteeUri)) successors.set(oldInviteeUri, uri);
    if (newInviteeUri !== null && !predecessors.has(newInviteeUri)) predecessors.set(newInviteeUri, uri);
  }
  const before = (uri: string) => byUri.get(uri)?.oldInviteeUri ?? predecessors.get(uri) ?? null;

  const begin = (uri: string): { readonly chainUri: string; readonly chainMoves: number } => {
    const path = [uri];
    for (let at = before(uri); at !== null; at = before(at)) {
      const met = path.indexOf(at);
      if (met >= 0) return { chainUri: path.slice(met).sort()[0] ?? at, chainMoves: 0 };
      path.push(at);
    }
    return { chainUri: path.at(-1) ?? uri, chainMoves: path.length - 1 };
  };

  return sorted.map((link) => {
    const newInviteeUri = link.newInviteeUri ?? successors.get(link.uri) ?? null;
    return {
      ...link,
      rescheduled: link.rescheduled || newInviteeUri !== null,
      oldInviteeUri: before(link.uri),
      newInviteeUri,
      ...begin(link.uri),
    };
  });
}

function sameLink(a: ChainLink | undefined, b: ChainLink): boolean {
  return (
    a !== undefined &&
    a.rescheduled === b.rescheduled &&
    a.oldInviteeUri === b.oldInviteeUri &&
    a.newInviteeUri === b.newInviteeUri &&
    a.chainUri === b.chainUri &&
    a.chainMoves === b.chainMoves
  );
}
