import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";

/** Facts by name; a value that might be somebody's own is left out of the log. */
const factsSchema = z.record(z.string(), z.unknown());

/** One entry of the audit log. */
export const auditEntrySchema = z.object({
  /** Its number: 1, 2, 3, without a gap. */
  seq: z.number().int(),
  at: instantSchema,
  /** Who did it: a person, an API key, or the system. `name` is null when there is no such person any more. */
  actor: z.object({ id: z.string(), kind: z.enum(["person", "key", "system"]), name: z.string().nullable() }),
  /** The person on whose behalf it was done; null when for themself. */
  onBehalfOf: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  /** `noun.what_happened`. */
  action: z.string(),
  /** What it happened to. */
  subject: z.object({
    id: z.string(),
    /** What people call it; null when it is not here any more, or has no name. */
    name: z.string().nullable(),
    /** The coach whose it is; null where it is nobody's, or that is not known. */
    coach: z.object({ id: z.string(), name: z.string() }).nullable(),
    /** Of a session: when it starts. */
    startAt: instantSchema.nullable(),
  }),
  reason: z.string().nullable(),
  detail: factsSchema,
  before: factsSchema.nullable(),
  after: factsSchema.nullable(),
  requestId: z.string().nullable(),
  /** SHA-256 of the entry with the hash before it, hex. */
  hash: z.string(),
});
export type AuditLogEntry = z.infer<typeof auditEntrySchema>;

const filters = {
  /** Id of a person or an API key, or `system`. */
  actor: z.string().min(1).max(64).optional(),
  /** The whole action, or its noun alone: `session.canceled`, `session`. */
  action: z
    .string()
    .max(64)
    .regex(/^[a-z_]+(?:\.[a-z_]+)?$/, "Write an action, for example session.canceled, or its noun alone: session.")
    .optional(),
  /** Id of what it happened to. */
  subject: z.string().min(1).max(64).optional(),
  /** Recorded at or after this instant. */
  from: instantSchema.optional(),
  /** Recorded before this instant. */
  to: instantSchema.optional(),
  /** Words, or their beginnings, of the reason. */
  search: z.string().trim().max(100).optional(),
} as const;

export const listAudit = defineRoute({
  id: "listAudit",
  method: "GET",
  path: "/api/audit/entries",
  access: ["admin"],
  tag: "Audit",
  summary: "The audit log, newest first.",
  query: z.strictObject({ ...filters, ...pageQuery }),
  status: 200,
  response: pageOf(auditEntrySchema),
  problems: [],
});

export const getAuditEntry = defineRoute({
  id: "getAuditEntry",
  method: "GET",
  path: "/api/audit/entries/{seq}",
  access: ["admin"],
  tag: "Audit",
  summary: "One entry of the audit log by its number.",
  params: z.strictObject({ seq: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  status: 200,
  response: auditEntrySchema,
  problems: ["not_found"],
});

/** Entries at the end of the log that `getAuditState` looks at. */
export const auditTail = 500;

export const auditStateSchema = z.object({
  /** The newest entry; null while there is none. */
  head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
  /** The newest entry that is sealed; null while none is. */
  sealed: z.object({ seq: z.number().int(), at: instantSchema, keyId: z.string() }).nullable(),
  /** What was looked at just now: the newest entries, at most 500, and their seals. */
  verified: z.object({
    from: z.number().int(),
    to: z.number().int(),
    /** What is wrong, in a sentence; null when nothing is. */
    trouble: z.string().nullable(),
  }),
});
export type AuditState = z.infer<typeof auditStateSchema>;

export const getAuditState = defineRoute({
  id: "getAuditState",
  method: "GET",
  path: "/api/audit/state",
  access: ["admin"],
  tag: "Audit",
  summary: "How far the audit log is sealed, and whether its newest entries are as they were recorded.",
  status: 200,
  response: auditStateSchema,
  problems: [],
});

export const exportAudit = defineRoute({
  id: "exportAudit",
  method: "GET",
  path: "/api/audit/export",
  access: ["admin"],
  tag: "Audit",
  summary:
    "The entries that the filters find, newest first, as CSV for a spreadsheet. It proves nothing: `punctual audit export` writes the sealed form.",
  query: z.strictObject(filters),
  status: 200,
  mediaType: "text/csv",
  problems: [],
});
