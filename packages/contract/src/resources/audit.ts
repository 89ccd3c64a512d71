import * as z from "zod";
import { instantSchema, pageOf, pageQuery } from "../primitives.ts";
import { defineRoute } from "../route.ts";

const factsSchema = z.record(z.string(), z.unknown());

export const auditEntrySchema = z
  .object({
    seq: z.number().int().describe("Its number: 1, 2, 3, without a gap."),
    at: instantSchema,
    actor: z
      .object({ id: z.string(), kind: z.enum(["person", "key", "system"]), name: z.string().nullable() })
      .describe(
        "Who did it: a person, an API key, or the system. `name` is null when there is no such person any more.",
      ),
    onBehalfOf: z
      .object({ id: z.string(), name: z.string().nullable() })
      .nullable()
      .describe("The person on whose behalf it was done; null when for themself."),
    action: z.string().describe("`noun.what_happened`."),
    subject: z
      .object({
        id: z.string(),
        name: z.string().nullable().describe("What people call it; null when it is not here any more, or has no name."),
        coach: z
          .object({ id: z.string(), name: z.string() })
          .nullable()
          .describe("The coach whose it is; null where it is nobody's, or that is not known."),
        startAt: instantSchema.nullable().describe("Of a session: when it starts."),
      })
      .describe("What it happened to."),
    reason: z.string().nullable(),
    detail: factsSchema.describe("Facts by name; a value that might be somebody's own is left out of the log."),
    before: factsSchema.nullable().describe("The same facts as they were."),
    after: factsSchema.nullable().describe("The same facts as they are now."),
    requestId: z.string().nullable(),
    hash: z.string().describe("SHA-256 of the entry with the hash before it, hex."),
  })
  .describe("One entry of the audit log.");
export type AuditLogEntry = z.infer<typeof auditEntrySchema>;

const filters = {
  actor: z.string().min(1).max(64).optional().describe("Id of a person or an API key, or `system`."),
  action: z
    .string()
    .max(64)
    .regex(/^[a-z_]+(?:\.[a-z_]+)?$/, "Write an action, for example session.canceled, or its noun alone: session.")
    .optional()
    .describe("The whole action, or its noun alone: `session.canceled`, `session`."),
  subject: z.string().min(1).max(64).optional().describe("Id of what it happened to."),
  from: instantSchema.optional().describe("Recorded at or after this instant."),
  to: instantSchema.optional().describe("Recorded before this instant."),
  search: z.string().trim().max(100).optional().describe("Words, or their beginnings, of the reason."),
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
  head: z
    .object({ seq: z.number().int(), hash: z.string() })
    .nullable()
    .describe("The newest entry; null while there is none."),
  sealed: z
    .object({
      seq: z.number().int(),
      at: instantSchema,
      keyId: z.string().describe("The encryption key whose seal it bears, by its name in the keyring."),
    })
    .nullable()
    .describe("The newest entry that is sealed; null while none is."),
  verified: z
    .object({
      from: z.number().int().describe("The first entry that was looked at, by its number."),
      to: z.number().int().describe("The last one."),
      trouble: z.string().nullable().describe("What is wrong, in a sentence; null when nothing is."),
    })
    .describe(`What was looked at just now: the newest entries, at most ${auditTail}, and their seals.`),
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
