import { type EndpointWithSecret, mostEndpoints, type OutgoingKind } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { sealedColumns } from "../../platform/crypto/sealed-columns.ts";
import { outgoingEndpoints } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { whyNotPostable } from "../../platform/outside/public-address.ts";
import { type AuthorizedAdmin, actorOf } from "../access/index.ts";
import { recordAudit } from "../audit/index.ts";
import { toEndpoint } from "./list-endpoints.ts";
import { listEndpointRows, lockEndpoints } from "./queries.ts";
import { newEndpointSecret } from "./rules.ts";
import type { EndpointRow } from "./types.ts";

export type CreatedEndpoint =
  | ({ readonly kind: "created" } & EndpointWithSecret)
  | { readonly kind: "url_refused"; readonly why: string }
  | { readonly kind: "too_many" };

/** Adds an endpoint, switched on. What is answered is the only readable copy of its secret. */
export async function createEndpoint(
  context: Context,
  admin: AuthorizedAdmin,
  wanted: {
    readonly url: string;
    readonly description: string;
    readonly kinds: readonly OutgoingKind[];
    readonly requestId: string;
  },
): Promise<CreatedEndpoint> {
  const why = whyNotPostable(new URL(wanted.url), context.config.outgoingPrivateHosts);
  if (why !== null) return { kind: "url_refused", why };
  const now = context.clock.now();
  const id = newId("oep");
  const secret = newEndpointSecret();
  const row: EndpointRow = {
    id,
    url: wanted.url,
    description: wanted.description,
    kinds: [...wanted.kinds],
    enabled: true,
    trouble: null,
    secretSealed: await context.sealer.seal(secret, sealedColumns.endpointSecret.boundTo(id)),
    previousSecretSealed: null,
    previousUntil: null,
    failingSince: null,
    createdBy: admin.personId,
    createdAt: now,
  };
  return context.database.transaction(async (tx) => {
    await lockEndpoints(tx);
    if ((await listEndpointRows(tx, admin)).length >= mostEndpoints) return { kind: "too_many" };
    await tx.insert(outgoingEndpoints).values(row);
    await recordAudit(tx, {
      at: now,
      ...actorOf(admin),
      action: "outgoing_endpoint.created",
      subject: id,
      detail: { host: new URL(wanted.url).host, kinds: row.kinds },
      requestId: wanted.requestId,
    });
    return { kind: "created", endpoint: toEndpoint(row, now), secret };
  });
}
