import type { Role } from "@punctual/contract";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import type { Context } from "../../platform/context.ts";
import { people } from "../../platform/database/schema.ts";
import { newId } from "../../platform/ids.ts";
import { recordAudit } from "../audit/index.ts";
import { endStreams } from "./end-streams.ts";
import { withdrawInvitationsBy } from "./member-queries.ts";
import { deleteLogins, findPasswordHash, findPersonByEmail, replacePassword, updatePerson } from "./queries.ts";

export interface WantedPerson {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly password: string;
  readonly emailVerified: boolean;
  /** IANA zone, or null to leave what the person chose. */
  readonly timeZone: string | null;
}

/** How passwords are hashed and checked: slow on purpose, so that what was worked out once is not done again. */
interface Hashing {
  hash(password: string): Promise<string>;
  verify(hash: string, password: string): Promise<boolean>;
}

/**
 * Makes the account, or brings the one with that e-mail address to what is wanted. Doing it again changes nothing; a
 * new password ends the person's login sessions. The operator may take the last admin's role away: they can give it back.
 *
 * @returns the person's id.
 */
export function ensurePerson(context: Context, wanted: WantedPerson): Promise<string> {
  return ensure(context, wanted, {
    hash: hashPassword,
    verify: (hash, password) => verifyPassword({ hash, password }),
  });
}

/**
 * The same for several at once. People who are given the same password share one hash of it, so that a programme of
 * demo accounts costs one slow hash and not one for each; whoever has a password of their own is none the wiser.
 *
 * @returns their ids, in the same order.
 */
export function ensurePeople(context: Context, wanted: readonly WantedPerson[]): Promise<string[]> {
  const hashing: Hashing = {
    hash: once(hashPassword),
    verify: once((hash, password) => verifyPassword({ hash, password })),
  };
  return Promise.all(wanted.map((person) => ensure(context, person, hashing)));
}

/** `work`, done once for the same arguments. */
function once<Result>(work: (...words: readonly [string, ...string[]]) => Promise<Result>) {
  const done = new Map<string, Promise<Result>>();
  return (...words: readonly [string, ...string[]]): Promise<Result> => {
    const key = JSON.stringify(words);
    const result = done.get(key) ?? work(...words);
    done.set(key, result);
    return result;
  };
}

async function ensure(context: Context, wanted: WantedPerson, hashing: Hashing): Promise<string> {
  const { database, clock } = context;
  const email = wanted.email.trim().toLowerCase();
  const found = await findPersonByEmail(database, email);
  const oldHash = found === null ? null : await findPasswordHash(database, found.id);
  const samePassword = oldHash !== null && (await hashing.verify(oldHash, wanted.password));
  const newHash = samePassword ? null : await hashing.hash(wanted.password);
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
      await updatePerson(tx, id, { name, role, emailVerified }, at);
    }
    if (newHash !== null) {
      await replacePassword(tx, id, newHash, newId("lgn"));
      await deleteLogins(tx, id, null);
    }
    if (found?.role === "admin" && role !== "admin") await withdrawInvitationsBy(tx, id, at);
    if (found !== null && (found.role !== role || newHash !== null)) await endStreams(context, tx, id);
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
