import { collection, denied, invalid } from "../../http/answer.ts";
import { type Call, type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader, idInUri, type Reader } from "../../http/reader.ts";
import type { Query } from "../../store/table.ts";
import type { ActivityEntry } from "../../world/activity-records.ts";
import { presentActivity } from "./present.ts";
import { compileSearch, toSearchable } from "./search.ts";

const day = 86_400_000;

/** Calendly deletes what is older. Source: help.calendly.com, The activity log. */
const keptFor = 90 * day;

/** Entries that are counted, and found by a search; beyond, `exceeds_max_total_count` says that there are more. */
const mostCounted = 10_000;

const sortable = {
  action: "action",
  "actor.display_name": "actor_name",
  "actor.uri": "actor",
  namespace: "namespace",
  occurred_at: "occurred",
};

function readActors(reader: Reader): readonly string[] | undefined {
  return reader.strings("actor")?.map((uri) => {
    const id = idInUri(uri, "users");
    if (id === null) reader.details.push({ parameter: "actor", message: "is not a valid URI" });
    return id ?? "";
  });
}

function stringsOf({ actor, namespace, action, details }: ActivityEntry): readonly string[] {
  const who = actor.kind === "user" ? [actor.name, actor.email, actor.group?.name ?? ""] : ["Calendly System"];
  const leaves = (value: unknown): readonly string[] => {
    if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
    return value === null || value === undefined ? [] : [String(value)];
  };
  return [`${namespace}.${action}`, ...who, ...leaves(details)];
}

/** What of the log was asked for. */
function readConditions(call: Call, reader: Reader, organizationId: string | undefined): NonNullable<Query["where"]> {
  const from = reader.instant("min_occurred_at");
  const to = reader.instant("max_occurred_at");
  const actors = readActors(reader);
  const namespaces = reader.strings("namespace");
  const actions = reader.strings("action");
  const oldest = call.state.clock.now() - keptFor;
  return {
    organization: organizationId ?? "",
    occurred: { from: Math.max(oldest, from ?? oldest), ...(to === undefined ? {} : { to }) },
    actor: actors === undefined ? undefined : { in: actors },
    namespace: namespaces === undefined ? undefined : { in: namespaces },
    action: actions === undefined ? undefined : { in: actions },
  };
}

/** `GET /activity_log_entries`, for owner and admins on the Enterprise plan. */
const listActivity: Endpoint = {
  operation: "listActivityLogEntries",
  handle(call) {
    const { state, caller, origins } = call;
    const { activity } = state.store;
    const reader = createReader(call.query);
    const organizationId = reader.uri("organization", "organizations", { required: true });
    const conditions = readConditions(call, reader, organizationId);
    const term = reader.string("search_term", { longest: 300 });
    const order = readSort(reader, sortable, { by: "occurred", direction: "desc" });
    if (reader.details.length > 0) return invalid(reader.details);
    if (organizationId !== caller.organizationId || !isAdmin(caller)) return denied();
    const search = term === undefined ? null : compileSearch(term);
    const found =
      search === null
        ? null
        : activity.list({ where: conditions }).filter((entry) => search(toSearchable(stringsOf(entry))));
    const where =
      found === null
        ? conditions
        : { ...conditions, key: { in: found.slice(0, mostCounted).map((entry) => entry.id) } };
    const page = readPage(call, reader, activity, {
      where,
      // Of one millisecond, the later one is the newer one.
      order: [...order, { by: "seq", direction: order.at(-1)?.direction ?? "desc" }],
      most: 1000,
    });
    if (reader.details.length > 0) return invalid(reader.details);
    const total = found === null ? activity.count(conditions) : found.length;
    const newest = page.rows.reduce<number | null>((at, entry) => Math.max(at ?? 0, entry.occurredAt), null);
    return collection(
      page.rows.map((entry) => presentActivity(entry, origins)),
      page.pagination,
      {
        exceeds_max_total_count: total > mostCounted,
        last_event_time: newest === null ? null : new Date(newest).toISOString(),
        total_count: Math.min(total, mostCounted),
      },
    );
  },
};

export const activityLogEndpoints: readonly Endpoint[] = [listActivity];
