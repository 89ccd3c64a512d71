import { type OutgoingEndpoint, outgoingKindSchema } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { listEndpointRows } from "./queries.ts";
import type { EndpointRow } from "./types.ts";

/** Every endpoint, oldest first. */
export async function listEndpoints(context: Context, admin: AuthorizedAdmin): Promise<OutgoingEndpoint[]> {
  const now = context.clock.now();
  return (await listEndpointRows(context.database, admin)).map((row) => toEndpoint(row, now));
}

/** As it is shown: without its secrets. */
export function toEndpoint(row: EndpointRow, now: Temporal.Instant): OutgoingEndpoint {
  const { previousUntil } = row;
  const isInForce = previousUntil !== null && Temporal.Instant.compare(previousUntil, now) > 0;
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    kinds: row.kinds.flatMap((kind) => {
      const parsed = outgoingKindSchema.safeParse(kind);
      return parsed.success ? [parsed.data] : [];
    }),
    enabled: row.enabled,
    trouble: row.trouble,
    failingSince: row.failingSince?.toString() ?? null,
    previousSecretUntil: isInForce ? previousUntil.toString() : null,
    createdAt: row.createdAt.toString(),
  };
}
