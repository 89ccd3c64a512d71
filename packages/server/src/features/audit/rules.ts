import { createHash, createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import canonicalize from "canonicalize";
import { Temporal } from "temporal-polyfill";
import { storable } from "../../platform/calendly/storable.ts";
import {
  type AuditEntry,
  type AuditFacts,
  type ChainedEntry,
  type Checkpoint,
  type EntryContent,
  type FactForm,
  factForms,
  type Link,
} from "./types.ts";

/** A deployment serves one. */
export const organization = "programme";

/** Where the chain begins. */
export const origin: Link = { seq: 0, hash: "0".repeat(64) };

/** What stands in the place of a fact that may not be kept. */
export const leftOut = "(left out)";

/** Characters. */
const longest = { reason: 2000, label: 200, list: 500 } as const;

const word = /^[A-Za-z0-9_.:/+*-]{1,100}$/;
const id = /^[A-Za-z0-9_-]{1,64}$/;
const uri = /^https?:\/\/[A-Za-z0-9.:-]+(?:\/[\w.~-]+)*$/;

const hasForm: Record<FactForm, (value: unknown) => boolean> = {
  word: (value) => typeof value === "string" && word.test(value),
  words: (value) => isListOf(value, hasForm.word),
  id: (value) => typeof value === "string" && id.test(value),
  ids: (value) => isListOf(value, hasForm.id),
  uri: (value) => typeof value === "string" && value.length <= 300 && uri.test(value),
  label: (value) => typeof value === "string" && value.length <= longest.label && !/\S@\S/.test(value),
  instant: isInstant,
  count: (value) => Number.isSafeInteger(value),
  flag: (value) => typeof value === "boolean",
};

/** The facts that may be kept; of the others only that there were some. */
export function keepFacts(facts: AuditFacts): Record<string, unknown> {
  const forms: Readonly<Record<string, FactForm>> = factForms;
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined) continue;
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
    if (form === undefined) kept["others"] = leftOut;
    else kept[name] = value === null || hasForm[form](value) ? storable(value) : leftOut;
  }
  return kept;
}

/** What of an entry goes into the log. */
export function contentOf(entry: AuditEntry): EntryContent {
  const facts = (given: AuditFacts | null | undefined) =>
    given === null || given === undefined ? null : keepFacts(given);
  return {
    at: instantText(entry.at),
    actor: entry.actor,
    onBehalfOf: entry.onBehalfOf ?? null,
    action: entry.action,
    subject: entry.subject,
    reason: entry.reason == null ? null : storable(entry.reason.slice(0, longest.reason)),
    detail: facts(entry.detail) ?? {},
    before: facts(entry.before),
    after: facts(entry.after),
    requestId: entry.requestId ?? null,
  };
}

/** Postgres keeps microseconds: with more, an entry read back would have another hash. */
export function instantText(at: Temporal.Instant): string {
  return at.toString({ smallestUnit: "microsecond" });
}

/** Entries bound to the chain behind its head, one to the other. */
export function appendTo(head: Link, contents: readonly EntryContent[]): ChainedEntry[] {
  const chained: ChainedEntry[] = [];
  let last = head;
  for (const content of contents) {
    const place = { seq: last.seq + 1, previousHash: last.hash };
    const entry = { ...content, ...place, hash: hashOf({ ...content, ...place }) };
    chained.push(entry);
    last = entry;
  }
  return chained;
}

/** SHA-256 of the canonical form (RFC 8785) of an entry with its place and the hash before it. */
export function hashOf(entry: Omit<ChainedEntry, "hash">): string {
  const { seq, at, actor, onBehalfOf, action, subject, reason, detail, before, after, requestId, previousHash } = entry;
  const told = { at, actor, onBehalfOf, action, subject, reason, detail, before, after, requestId };
  return sha256(canonical({ form: 1, organization, seq, previousHash, ...told }));
}

/** The one text of a value by RFC 8785: the same value, wherever it comes from, is the same bytes. */
export function canonical(value: object): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("This has no canonical form.");
  return text;
}

export function sha256(text: string | Uint8Array): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Keys that seal checkpoints and exports, by their names; newest first. */
export interface SealKeys {
  readonly newest: string;
  seal(keyId: string, what: object): string;
  /** Null when the key of that name was not given. */
  isSealOf(keyId: string, what: object, seal: string): boolean | null;
}

/** Derives a key for seals from each key of the ring (HKDF, RFC 5869): what seals secrets seals nothing else. */
export function sealKeysOf(ring: readonly { readonly id: string; readonly key: Uint8Array }[]): SealKeys {
  const keys = new Map(
    ring.map(({ id: keyId, key }) => [keyId, Buffer.from(hkdfSync("sha256", key, "", "punctual audit seal", 32))]),
  );
  const sealBy = (key: Uint8Array, what: object) => createHmac("sha256", key).update(canonical(what)).digest();
  return {
    newest: ring[0]?.id ?? "",
    seal(keyId, what) {
      const key = keys.get(keyId);
      if (key === undefined) throw new Error(`No key named ${keyId} is in the ring.`);
      return sealBy(key, what).toString("hex");
    },
    isSealOf(keyId, what, seal) {
      const key = keys.get(keyId);
      if (key === undefined) return null;
      const given = Buffer.from(seal, "hex");
      const made = sealBy(key, what);
      return given.length === made.length && timingSafeEqual(given, made);
    },
  };
}

/** What a checkpoint's seal is over. */
export function sealedBy({ seq, hash, at, keyId }: Omit<Checkpoint, "seal">): object {
  return { form: 1, kind: "checkpoint", organization, seq, hash, at, keyId };
}

/** After how long, or how much, the head is sealed again. */
const sealAfter = { minutes: 10, entries: 1000 } as const;

/** Whether there is enough behind the newest checkpoint to seal the head. */
export function isSealDue(head: Link, newest: Pick<Checkpoint, "seq" | "at"> | null, now: Temporal.Instant): boolean {
  if (head.seq === 0) return false;
  if (newest === null) return true;
  if (head.seq <= newest.seq) return false;
  const minutes = Temporal.Instant.from(newest.at).until(now).total("minutes");
  return minutes >= sealAfter.minutes || head.seq - newest.seq >= sealAfter.entries;
}

function isListOf(value: unknown, isOne: (value: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length <= longest.list && value.every(isOne);
}

function isInstant(value: unknown): boolean {
  if (typeof value !== "string" || value.length > 40) return false;
  try {
    Temporal.Instant.from(value);
    return true;
  } catch {
    return false;
  }
}
