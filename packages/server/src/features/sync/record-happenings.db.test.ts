import { asc } from "drizzle-orm";
import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { auditEntries } from "../../platform/database/schema.ts";
import { type BookingStage, createBookingStage } from "../../testing/booking-stage.ts";
import { booked, canceled, noShow } from "../../testing/calendly-history.ts";
import { applyChangeNow, applyGone } from "./index.ts";
import type { ChangeSource } from "./types.ts";

let stage: BookingStage;
beforeEach(async () => {
  stage = await createBookingStage();
});
afterEach(() => stage.server.close());

const apply = (change: SessionChange, source: ChangeSource) =>
  applyChangeNow(stage.server.context, change, { notify: false, source });
const log = () => stage.server.context.database.select().from(auditEntries).orderBy(asc(auditEntries.seq));

/** A booking in which everything that somebody may have written says so. */
function telling(): SessionChange {
  const change = booked({ ...stage.story, name: "Canary Blake" });
  return {
    session: { ...change.session, meetingNotes: "canary notes", guests: ["canary@guest.example"] },
    invitees: change.invitees.map((invitee) => ({
      ...invitee,
      email: "canary@realty.example",
      textReminderNumber: "+1 312 555 0147",
      questionsAndAnswers: [{ question: "Canary?", answer: "canary answer", position: 0 }],
      tracking: { utm_source: "canary" },
    })),
  };
}

test("what happens to a session is told by whom and how, once, and without anybody's words or names", async () => {
  const first = telling();
  await apply(first, "webhook");
  await apply(first, "read");
  const moved = { ...first.session, startAt: first.session.startAt.add({ hours: 1 }), observedAt: at("11:00") };
  const later = { session: { ...moved, calendlyUpdatedAt: at("11:00") }, invitees: first.invitees };
  await apply(later, "sweep");
  await apply(noShow(later, { at: "2026-11-21T11:10:00Z", mark: "https://api.example/no_shows/1" }), "webhook");
  await apply(noShow(later, { at: "2026-11-21T11:20:00Z", mark: null }), "webhook");
  await apply(canceled(later, { at: "2026-11-21T11:30:00Z" }), "webhook");
  const { context } = stage.server;
  await context.database.transaction((tx) => applyGone(context, tx, first.session.uri));

  const entries = await log();
  expect(entries.map(({ action }) => action)).toEqual([
    "session.booked",
    "session.changed",
    "session.no_show_marked",
    "session.no_show_unmarked",
    "session.canceled",
    "session.gone",
  ]);
  expect(entries[0]).toMatchObject({ actor: "system", detail: { source: "webhook", rescheduled: false } });
  expect(entries[1]).toMatchObject({
    detail: { source: "sweep", fields: ["startAt"] },
    before: { startAt: "2026-11-23T15:00:00Z" },
    after: { startAt: "2026-11-23T16:00:00Z" },
  });
  expect(entries[4]).toMatchObject({ reason: null, detail: { canceledBy: "invitee", reasonGiven: true } });
  expect(new Set(entries.map(({ subject }) => subject)).size).toBe(1);
  expect(JSON.stringify(entries)).not.toMatch(/canary|blake|312 555|something came up/i);
});

test("a reschedule is told of both its sessions, and as no cancellation", async () => {
  const old = booked(stage.story);
  const next = booked({ ...stage.story, session: "e2", invitee: "i2", movedFrom: old.invitees[0]?.uri ?? "" });
  await apply(old, "webhook");
  await apply(canceled(old, { at: "2026-11-21T11:00:00Z", movedTo: next.invitees[0]?.uri ?? "" }), "webhook");
  await apply(next, "webhook");
  expect((await log()).map(({ action, detail }) => [action, detail["rescheduled"] ?? null])).toEqual([
    ["session.booked", false],
    ["session.rescheduled", null],
    ["session.booked", true],
  ]);
});

test("of what a backfill copies nothing is told session by session", async () => {
  await apply(booked(stage.story), "backfill");
  expect(await log()).toEqual([]);
});

function at(time: string): Temporal.Instant {
  return Temporal.Instant.from(`2026-11-21T${time}:00Z`);
}
