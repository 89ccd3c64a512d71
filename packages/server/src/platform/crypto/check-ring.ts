import { inArray } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { ringKeys } from "../database/schema.ts";
import { StartRefused } from "../start-refused.ts";
import { byKey, countSealed } from "./count-sealed.ts";
import { createSealer, headOf, type RingKey } from "./envelope.ts";
import { SealBroken } from "./sealer.ts";

const word = "punctual";
const placeOf = (keyId: string) => `ring_keys/${keyId}/proof`;

/**
 * Notices a wrong key before it does harm: each key of the ring has once sealed a proof, which it must open. Reads
 * those few rows; only when one of them is of a key that the ring lacks are the secrets counted, and once nothing is
 * sealed by it any more, the row goes too.
 *
 * @throws {StartRefused} when a key is not the one that it was, or one is missing that still seals something.
 */
export async function checkRing(database: Database, ring: readonly RingKey[]): Promise<void> {
  const known = new Map((await database.select().from(ringKeys)).map(({ id, proof }) => [id, proof]));
  if (known.size === 0) await checkSecrets(database, ring);
  for (const key of ring) {
    const proof = known.get(key.id) ?? (await prove(database, key));
    if (!(await opensProof(key, proof))) throw wrongKey(key.id);
  }
  const missing = [...known.keys()].filter((id) => !ring.some((key) => key.id === id));
  if (missing.length > 0) await forget(database, missing);
}

/** For a database that has no proofs yet: whether the ring opens what is sealed there. */
async function checkSecrets(database: Database, ring: readonly RingKey[]): Promise<void> {
  const counts = await countSealed(database);
  for (const { column, keyId, sample } of counts) {
    const head = headOf(sample.head);
    if (head === null) continue;
    const key = ring.find(({ id }) => id === keyId);
    if (key === undefined) throw missingKey(keyId, byKey(counts).get(keyId) ?? 0);
    try {
      createSealer([key]).rewrap(head, column.boundTo(sample.id));
    } catch (cause) {
      if (cause instanceof SealBroken) throw wrongKey(keyId, cause);
      throw cause;
    }
  }
}

/** Answers the proof that is there in the end: another process may have been quicker, with another key. */
async function prove(database: Database, key: RingKey): Promise<string> {
  const proof = await createSealer([key]).seal(word, placeOf(key.id));
  const [stored] = await database
    .insert(ringKeys)
    .values({ id: key.id, proof })
    .onConflictDoUpdate({ target: ringKeys.id, set: { id: key.id } })
    .returning({ proof: ringKeys.proof });
  return stored?.proof ?? proof;
}

async function opensProof(key: RingKey, proof: string): Promise<boolean> {
  try {
    return (await createSealer([key]).open(proof, placeOf(key.id))) === word;
  } catch (cause) {
    if (cause instanceof SealBroken) return false;
    throw cause;
  }
}

async function forget(database: Database, missing: readonly string[]): Promise<void> {
  const counts = byKey(await countSealed(database));
  for (const id of missing) {
    const count = counts.get(id) ?? 0;
    if (count > 0) throw missingKey(id, count);
  }
  await database.delete(ringKeys).where(inArray(ringKeys.id, [...missing]));
}

function wrongKey(id: string, cause?: unknown): StartRefused {
  return new StartRefused(
    `The key named ${id} in ENCRYPTION_KEYS is not the one that sealed the secrets in this database under that name. Write the right key for ${id}; a new key needs a name of its own, before the others.`,
    { cause },
  );
}

function missingKey(id: string, count: number): StartRefused {
  return new StartRefused(
    `ENCRYPTION_KEYS lacks the key named ${id}, which still seals ${count} ${count === 1 ? "secret" : "secrets"} in this database. Put it back after the others, then run: npm run punctual -- keys rotate`,
  );
}
