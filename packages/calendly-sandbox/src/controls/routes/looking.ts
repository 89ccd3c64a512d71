import * as z from "zod";
import { happeningKinds } from "../../history/types.ts";
import { SandboxTrouble } from "../../store/trouble.ts";
import { read } from "../read.ts";
import { type Control, done, ok } from "./control.ts";
import { streamHappenings } from "./stream.ts";

const text = z.string().max(500).optional();
const limit = z.coerce.number().int().min(1).max(1_000).optional();
const number = z.coerce.number().int().min(0).optional();

const requestQuery = z.strictObject({
  method: text,
  path: text,
  status: z
    .string()
    .regex(/^([1-5]xx|[1-5]\d\d|none)$/, "must be a status, 4xx or none")
    .optional(),
  operation: text,
  caller: text,
  search: text,
  before: number,
  limit,
});

const kinds = z
  .string()
  .transform((list) => list.split(","))
  .pipe(z.array(z.enum(happeningKinds)))
  .optional();
export const happeningQuery = z.strictObject({ kinds, table: text, after: number, limit });
const recordQuery = z.strictObject({ search: text, after: text, limit });

/** Reading everything that happened, and everything that is. */
export const lookingControls: readonly Control[] = [
  {
    method: "GET",
    path: "/requests",
    says: "The log of calls, latest first; ?method, ?path, ?status, ?operation, ?caller, ?search, ?before, ?limit",
    handle: ({ controls, query }) => ok({ requests: controls.history.requests(read(requestQuery, query)) }),
  },
  {
    method: "GET",
    path: "/requests/:id",
    says: "One call with its headers and bodies",
    handle({ controls, params }) {
      const request = controls.history.request(Number(params["id"]));
      if (request !== null) return ok({ request });
      throw new SandboxTrouble("The log has no call of this id, or no longer.", { kind: "missing" });
    },
  },
  {
    method: "GET",
    path: "/happenings",
    says: "What happened beside calls: records, clock, faults, controls; ?kinds, ?table, ?after, ?limit",
    handle: ({ controls, query }) => ok({ happenings: controls.history.happenings(read(happeningQuery, query)) }),
  },
  {
    method: "DELETE",
    path: "/happenings",
    says: "Empties the log of calls and of everything else",
    handle({ controls }) {
      controls.history.clear();
      return done;
    },
  },
  {
    method: "GET",
    path: "/events",
    says: "Everything that happens, live, as server-sent events; ?kinds, ?table, and ?after or Last-Event-ID to catch up",
    handle: streamHappenings,
  },
  {
    method: "GET",
    path: "/state",
    says: "The tables of the state",
    handle: ({ controls }) => ok({ tables: controls.listTables() }),
  },
  {
    method: "GET",
    path: "/state/:table",
    says: "Records of a table, latest first; ?search, ?after, ?limit",
    handle({ controls, params, query }) {
      const { search, after, limit: most } = read(recordQuery, query);
      const records = controls.listRecords(params["table"] ?? "", {
        ...(search && { search }),
        ...(after && { after }),
        ...(most && { limit: most }),
      });
      return ok({ records });
    },
  },
  {
    method: "GET",
    path: "/state/:table/:key",
    says: "One record, as it is stored",
    handle: ({ controls, params }) => ok(controls.getRecord(params["table"] ?? "", params["key"] ?? "")),
  },
  {
    method: "GET",
    path: "/find/:id",
    says: "Where a record of this id lies",
    handle: ({ controls, params }) => ok({ found: controls.findId(params["id"] ?? "") }),
  },
];
