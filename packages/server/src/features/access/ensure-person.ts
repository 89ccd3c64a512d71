import type { Role } from "@punctual/contract";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import type { Context } from "../../platform/context.ts";
import { people } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { findPasswordHash, findPersonByEmail, replacePassword, updatePerson } from "./queries.ts";

export interface WantedPerson {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly password: string;
  readonly emailVerified: boolean;
  /** IANA zone, or null to leave what the person chose. */
  readonly timeZone: string | null;
}

/**
 * Makes the account, or brings the one with that e-mail address to what is wanted. Doing it again changes nothing; a
 * new password ends the person's login sessions.
 *
 * @returns the person's id.
 */
export async function ensurePerson(context: Context, wanted: WantedPerson): Promise<string> {
  const { database, clock } = context;
  const email = wanted.email.trim().toLowerCase();
  const found = await findPersonByEmail(database, email);
  const oldHash = found === null ? null : await findPasswordHash(database, found.id);
  const samePassword = oldHash !== null && (await verifyPassword({ hash: oldHash, password: wanted.password }));
  const newHash = samePassword ? null : await hashPassword(wanted.password);
  const at = clock.now();
  const stamp = new Date(at.epochMilliseconds);

  return database.transaction(async (tx) => {
    const id = found?.id ?? newId("per");
    const { name, role, emailVerified } = wanted;
    if (found === null) {
      await tx.insert(people).values({
        id,
        name,
        email,
        role,
        emailVerified,
        timeZone: wanted.timeZone,
        createdAt: stamp,
        updatedAt: stamp,
      });
    } else if (found.name !== name || found.role !== role || found.emailVerified !== emailVerified) {
      await updatePerson(tx, id, { name, role, emailVerified }, stamp);
    }
    if (newHash !== null) await replacePassword(tx, id, newHash, newId("lgn"));
    if (found === null || found.role !== role || newHash !== null) {
      await recordAudit(tx, {
        at,
        actor: "system",
        action: found === null ? "person.created" : "person.changed",
        subject: id,
        detail: { role, previousRole: found?.role ?? null, passwordChanged: newHash !== null },
      });
    }
    return id;
  });
}
