import { expect, test } from "vitest";
import { compareMirror } from "./compare-mirror.ts";
import type { Mirror, Row } from "./expected-mirror.ts";

const session = {
  status: "active",
  start_at: 1_000,
  location: { kind: "zoom", joinUrl: null },
  guests: ["a@b.example"],
};
const mirror = (sessions: Readonly<Record<string, Row>>): Mirror => ({
  sessions: new Map(Object.entries(sessions)),
  invitees: new Map(),
  eventTypes: new Map(),
});

test("mirrors that say the same do not differ, in whatever order their keys lie", () => {
  const turned = { ...session, location: { joinUrl: null, kind: "zoom" }, more: "columns that are ours alone" };
  expect(compareMirror(mirror({ s1: session }), mirror({ s1: turned }))).toEqual([]);
});

test("a field that differs, a record too few and one too many are each told", () => {
  const found = { s1: { ...session, status: "canceled" }, s3: session };
  expect(compareMirror(mirror({ s1: session, s2: session }), mirror(found))).toEqual([
    'session s1: status is "canceled", at Calendly "active"',
    "session s2 is missing",
    "session s3 is not at Calendly",
  ]);
});

test("a column that is not there is no null", () => {
  const { guests: _, ...without } = session;
  expect(compareMirror(mirror({ s1: { ...session, guests: null } }), mirror({ s1: without }))).toHaveLength(1);
});
