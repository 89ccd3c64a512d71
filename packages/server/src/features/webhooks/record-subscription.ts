import { and, eq, isNull, ne } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { connections, type StoredCapability } from "../../platform/database/schema.ts";

/** How a connection's webhook subscription stands. */
export interface SubscriptionStanding {
  readonly uri: string | null;
  readonly state: "none" | "active" | "failed" | "polling";
  readonly trouble: string | null;
  readonly scope: "user" | "organization" | null;
  readonly failingSince: Temporal.Instant | null;
  /** What this showed of the account; left as it was when absent. */
  readonly capability?: StoredCapability["state"];
}

/** Which connection, of which account: an answer that comes late must not be taken for the next account's. */
interface ConnectionOf {
  readonly id: string;
  readonly userUri: string;
}

/** The connection as it was when Calendly was asked, and nobody is about to take it apart. */
function stillStands({ id, userUri }: ConnectionOf) {
  return and(
    eq(connections.id, id),
    eq(connections.userUri, userUri),
    eq(connections.state, "active"),
    isNull(connections.leaving),
  );
}

/** Says that something is about to be set up at Calendly: whoever disconnects waits for it. False when they do already. */
export async function claimSubscription(db: Queryable, connection: ConnectionOf): Promise<boolean> {
  const claimed = await db
    .update(connections)
    .set({ webhookState: "pending" })
    .where(stillStands(connection))
    .returning({ id: connections.id });
  return claimed.length > 0;
}

/** Takes the claim back after a failure: it stands as it did before. */
export async function unclaimSubscription(
  db: Queryable,
  connection: ConnectionOf & { readonly webhookState: "none" | "pending" | "active" | "failed" | "polling" },
): Promise<void> {
  const webhookState = connection.webhookState === "pending" ? "none" : connection.webhookState;
  await db
    .update(connections)
    .set({ webhookState })
    .where(and(eq(connections.id, connection.id), eq(connections.webhookState, "pending")));
}

/** Remembers how the subscription stands; `gone` when the connection is no longer what it was. */
export async function saveSubscription(
  tx: Transaction,
  connection: ConnectionOf,
  standing: SubscriptionStanding,
  at: Temporal.Instant,
): Promise<"changed" | "unchanged" | "gone"> {
  const [row] = await tx.select().from(connections).where(stillStands(connection)).for("update");
  if (row === undefined) return "gone";
  const { uri, state, trouble, scope, failingSince, capability } = standing;
  const unchanged =
    row.webhookSubscriptionUri === uri &&
    row.webhookState === state &&
    row.webhookTrouble === trouble &&
    row.webhookScope === scope &&
    row.webhookRetryStartedAt?.toString() === failingSince?.toString();
  const others = (row.capabilities ?? []).filter(({ name }) => name !== "webhooks");
  await tx
    .update(connections)
    .set({
      webhookSubscriptionUri: uri,
      webhookState: state,
      webhookTrouble: trouble,
      webhookScope: scope,
      webhookRetryStartedAt: failingSince,
      webhookCheckedAt: at,
      ...(capability === undefined ? {} : { capabilities: [...others, { name: "webhooks", state: capability }] }),
      ...(unchanged ? {} : { updatedAt: at }),
    })
    .where(eq(connections.id, row.id));
  return unchanged ? "unchanged" : "changed";
}

/** Forgets the subscription of a connection that is being taken apart. */
export async function forgetSubscription(tx: Transaction, connectionId: string, at: Temporal.Instant): Promise<void> {
  await tx
    .update(connections)
    .set({
      webhookSubscriptionUri: null,
      webhookState: "none",
      webhookTrouble: null,
      webhookScope: null,
      webhookRetryStartedAt: null,
      updatedAt: at,
    })
    .where(eq(connections.id, connectionId));
}

/** True when another connection of the same organization holds the organization's subscription. */
export async function isOrganizationCovered(
  db: Queryable,
  connection: { readonly id: string; readonly organizationUri: string },
): Promise<boolean> {
  const [row] = await db
    .select({ id: connections.id })
    .from(connections)
    .where(
      and(
        eq(connections.organizationUri, connection.organizationUri),
        ne(connections.id, connection.id),
        eq(connections.state, "active"),
        eq(connections.webhookState, "active"),
        eq(connections.webhookScope, "organization"),
      ),
    )
    .limit(1);
  return row !== undefined;
}
