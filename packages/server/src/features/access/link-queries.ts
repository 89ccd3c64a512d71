import { and, eq, gt, like, sql } from "drizzle-orm";
import type { Temporal } from "temporal-polyfill";
import type { Queryable, Transaction } from "../../platform/database/database.ts";
import { instantFromPostgres } from "../../platform/database/instant.ts";
import { loginVerifications, people } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import type { LinkPurpose } from "./types.ts";

/** Links in mails lie beside Better Auth's own verifications, told apart by their identifier. */
const identifierOf = (purpose: LinkPurpose, secretHash: string) => `${purpose}:${secretHash}`;

export async function insertLink(
  tx: Transaction,
  link: {
    readonly purpose: LinkPurpose;
    readonly personId: string;
    readonly secretHash: string;
    readonly now: Temporal.Instant;
    readonly expiresAt: Temporal.Instant;
  },
): Promise<void> {
  const createdAt = new Date(link.now.epochMilliseconds);
  await tx.insert(loginVerifications).values({
    id: newId("lgn"),
    identifier: identifierOf(link.purpose, link.secretHash),
    value: link.personId,
    expiresAt: new Date(link.expiresAt.epochMilliseconds),
    createdAt,
    updatedAt: createdAt,
  });
}

/** How many links of this kind the person was sent after `since` and has not used. */
export function countLinks(
  db: Queryable,
  link: { readonly purpose: LinkPurpose; readonly personId: string; readonly since: Temporal.Instant },
): Promise<number> {
  return db.$count(
    loginVerifications,
    and(
      eq(loginVerifications.value, link.personId),
      like(loginVerifications.identifier, `${link.purpose}:%`),
      gt(loginVerifications.createdAt, new Date(link.since.epochMilliseconds)),
    ),
  );
}

export interface FoundLink {
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  readonly expiresAt: Temporal.Instant;
}

/** Whose link it is. Looking uses nothing up. */
export async function findLink(db: Queryable, purpose: LinkPurpose, secretHash: string): Promise<FoundLink | null> {
  const [row] = await db
    .select({
      person: { id: people.id, name: people.name, email: people.email },
      expiresAt: sql<string>`${loginVerifications.expiresAt}::text`,
    })
    .from(loginVerifications)
    .innerJoin(people, eq(people.id, loginVerifications.value))
    .where(eq(loginVerifications.identifier, identifierOf(purpose, secretHash)));
  return row === undefined ? null : { person: row.person, expiresAt: instantFromPostgres(row.expiresAt) };
}

/** Uses a link up: of any number who try at once, one does. */
export async function takeLink(tx: Transaction, purpose: LinkPurpose, secretHash: string): Promise<boolean> {
  const taken = await tx
    .delete(loginVerifications)
    .where(eq(loginVerifications.identifier, identifierOf(purpose, secretHash)))
    .returning({ id: loginVerifications.id });
  return taken.length > 0;
}

/** Ends every link of this kind of the person. */
export async function deleteLinks(tx: Transaction, purpose: LinkPurpose, personId: string): Promise<void> {
  await tx
    .delete(loginVerifications)
    .where(and(eq(loginVerifications.value, personId), like(loginVerifications.identifier, `${purpose}:%`)));
}
