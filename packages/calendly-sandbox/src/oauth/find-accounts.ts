import type { ConsentAccount, World } from "../world/types.ts";

/** The people that a page offers to choose from. */
export interface FoundAccounts {
  readonly accounts: readonly ConsentAccount[];
  /** What was searched for; null for everybody. */
  readonly find: string | null;
  /** How many more there are than the page shows. */
  readonly more: number;
}

/** As many as one can look through. */
const shown = 25;

/** People whose name or address has the text in it, as many as a page can show. */
export function findAccounts(world: World, find: string | null): FoundAccounts {
  const wanted = find?.trim().toLowerCase() ?? "";
  const found = world
    .listConsentAccounts()
    .filter(({ name, email }) => name.toLowerCase().includes(wanted) || email.toLowerCase().includes(wanted));
  return {
    accounts: found.slice(0, shown),
    find: wanted === "" ? null : find,
    more: Math.max(0, found.length - shown),
  };
}
