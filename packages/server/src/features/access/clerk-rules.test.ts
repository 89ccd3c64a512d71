import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { ClerkUser } from "../../platform/clerk/user.ts";
import { checkNewcomer, followUser, type KnownUser, nextKnown } from "./clerk-rules.ts";

const user: ClerkUser = {
  id: "user_1",
  name: "Maya",
  email: "maya@northside.example",
  emailVerified: true,
  role: "coach",
  banned: false,
  asOf: Temporal.Instant.from("2026-11-21T12:00:00Z"),
};
const known: KnownUser = { role: "coach", sentRole: null, name: "Maya", barred: false };
const person = { role: "coach", name: "Maya", email: "maya@northside.example", emailVerified: true } as const;

describe("what is taken over of a user", () => {
  test("a role that changed at Clerk, and not one that an admin here has changed since", () => {
    expect(followUser(known, { ...user, role: "admin" }, person).role).toBe("admin");
    expect(followUser(known, user, { ...person, role: "realtor" }).role).toBe("realtor");
  });

  test("the echo of a role that was sent there is no change, and the same change made there later is one", () => {
    const sent: KnownUser = { ...known, sentRole: "realtor" };
    const echo: ClerkUser = { ...user, role: "realtor" };
    expect(followUser(sent, echo, { ...person, role: "admin" }).role).toBe("admin");
    const after = nextKnown(sent, echo);
    expect(after).toMatchObject({ role: "realtor", sentRole: null });
    expect(followUser(nextKnown(after, user), echo, person).role).toBe("realtor");
  });

  test("no role at Clerk takes none away from the row, but bars; a role given again lets in", () => {
    const without = nextKnown(known, { ...user, role: null });
    expect(followUser(known, { ...user, role: null }, person).role).toBe("coach");
    expect(without.barred).toBe(true);
    expect(nextKnown(without, { ...user, role: null }).barred).toBe(true);
    expect(nextKnown(without, user).barred).toBe(false);
    expect(nextKnown(null, { ...user, role: null }).barred).toBe(false);
  });

  test("a ban bars whatever the role", () => {
    expect(nextKnown(known, { ...user, banned: true }).barred).toBe(true);
    expect(nextKnown({ ...known, barred: true }, user).barred).toBe(false);
  });

  test("an address only once it is verified; until then the old one is not proven any more", () => {
    const moved = { ...user, email: "maya@new.example" };
    expect(followUser(known, moved, person)).toMatchObject({ email: "maya@new.example", emailVerified: true });
    expect(followUser(known, { ...moved, emailVerified: false }, person)).toMatchObject({
      email: "maya@northside.example",
      emailVerified: false,
    });
    expect(followUser(known, { ...user, email: null }, person).emailVerified).toBe(false);
  });

  test("a name that changed there, and not one that the person changed here", () => {
    expect(followUser(known, { ...user, name: "Maya Chen" }, person).name).toBe("Maya Chen");
    expect(followUser(known, user, { ...person, name: "M. Chen" }).name).toBe("M. Chen");
  });
});

describe("who is let in for the first time", () => {
  test.each([
    ["made of a user with a role and a verified address", user, known, null, "make"],
    [
      "joined with the person who has that address and no user yet",
      { ...user, role: null },
      known,
      { externalId: null },
      "join",
    ],
    ["not joined with a person of another user", user, known, { externalId: "user_2" }, "address_taken"],
    [
      "not joined by an address that nobody verified",
      { ...user, emailVerified: false },
      known,
      { externalId: null },
      "unverified",
    ],
    ["not let in without an address", { ...user, email: null }, known, null, "no_address"],
    ["not let in without a role", { ...user, role: null }, { ...known, role: null }, null, "no_role"],
    ["not let in while barred", user, { ...known, barred: true }, null, "barred"],
  ] as const)("somebody is %s", (_, newcomer, knownUser, holder, decision) => {
    expect(checkNewcomer(newcomer, knownUser, holder)).toBe(decision);
  });
});
