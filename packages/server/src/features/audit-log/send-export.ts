import type { AuditLogEntry } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { csvLine } from "../../platform/csv.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { listEntries } from "./list-entries.ts";
import type { AuditQuery } from "./types.ts";

/** What the filters find, as CSV, written while it is read. That somebody took it is recorded first. */
export async function sendExport(
  context: Context,
  admin: AuthorizedAdmin,
  query: AuditQuery,
  requestId: string,
): Promise<Response> {
  const at = context.clock.now();
  const { from, to } = query;
  await context.database.transaction((tx) =>
    recordAudit(tx, {
      at,
      actor: admin.personId,
      action: "audit.exported",
      subject: "audit",
      detail: { format: "csv", from, to },
      requestId,
    }),
  );
  const lines = linesOf(context, admin, query);
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="punctual-audit-${at.toString().slice(0, 10)}.csv"`,
      "cache-control": "no-store",
    },
  });
}

type Column = readonly [title: string, value: (entry: AuditLogEntry) => string | number | null];

const facts = (given: Readonly<Record<string, unknown>> | null) =>
  given === null || Object.keys(given).length === 0 ? null : JSON.stringify(given);

const columns: readonly Column[] = [
  ["seq", ({ seq }) => seq],
  ["at", ({ at }) => at],
  ["actor", ({ actor }) => actor.name ?? actor.id],
  ["actor_id", ({ actor }) => actor.id],
  ["on_behalf_of_id", ({ onBehalfOf }) => onBehalfOf?.id ?? null],
  ["action", ({ action }) => action],
  ["subject", ({ subject }) => subject.name],
  ["subject_id", ({ subject }) => subject.id],
  ["reason", ({ reason }) => reason],
  ["detail", ({ detail }) => facts(detail)],
  ["before", ({ before }) => facts(before)],
  ["after", ({ after }) => facts(after)],
  ["request_id", ({ requestId }) => requestId],
  ["hash", ({ hash }) => hash],
];

/** Entries that are in memory at once. */
const atOnce = 500;

async function* linesOf(context: Context, admin: AuthorizedAdmin, query: AuditQuery): AsyncGenerator<string> {
  yield csvLine(columns.map(([title]) => title));
  let cursor: string | null = null;
  do {
    const page = await listEntries(context, admin, { ...query, limit: atOnce, ...(cursor === null ? {} : { cursor }) });
    if (page.kind !== "page") return;
    yield page.items.map((entry) => csvLine(columns.map(([, value]) => value(entry)))).join("");
    cursor = page.nextCursor;
  } while (cursor !== null);
}
