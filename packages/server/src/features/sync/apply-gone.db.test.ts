import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SessionChange } from "../../platform/calendly/session-snapshot.ts";
import { invitees, liveChanges, notifications, routingSubmissions, sessions } from "../../platform/database/schema.ts";
import { type BookingStage, createBookingStage } from "../../testing/booking-stage.ts";
import { booked, canceled } from "../../testing/calendly-history.ts";
import { applyGone, applyRoutingSubmission } from "./index.ts";
import { eraseInvitee } from "./rules.ts";

let stage: BookingStage;
beforeEach(async () => {
  stage = await createBookingStage();
});
afterEach(() => stage.server.close());

describe("deleted data", () => {
  const erasedAt = "2026-11-22T09:00:00Z";
  const erased = (change: SessionChange): SessionChange => {
    const at = Temporal.Instant.from(erasedAt);
    const invitees = change.invitees.map((one) => eraseInvitee({ ...one, calendlyUpdatedAt: at, observedAt: at }, at));
    return { session: { ...change.session, calendlyUpdatedAt: at, observedAt: at, guests: [] }, invitees };
  };
  const everything = async () => {
    const { database } = stage.server.context;
    const rows = [await database.select().from(sessions), await database.select().from(invitees)];
    return JSON.stringify([...rows, await database.select().from(routingSubmissions)]);
  };

  test("of an invitee is taken out of the mirror, and nothing late brings it back", async () => {
    const told = booked(stage.story);
    for (const order of [
      [told, erased(told)],
      [erased(told), told],
    ]) {
      await stage.clear();
      for (const change of order) await stage.apply(change);
      expect(await everything()).not.toMatch(/jordan/i);
      const [row] = await stage.server.context.database.select().from(invitees);
      expect(row).toMatchObject({ email: "", erasedAt: Temporal.Instant.from(erasedAt) });
    }
    // The realtor no longer sees the session: their page has to hear of that.
    await stage.clear();
    await stage.apply(told);
    await stage.apply(erased(told));
    const live = await stage.server.context.database.select().from(liveChanges);
    expect(live.at(-1)?.audience).toContain(stage.realtorId);
  });

  test("is nothing that anybody gets mail about", async () => {
    await stage.apply(erased(booked(stage.story)));
    expect(await stage.server.context.database.select().from(notifications)).toEqual([]);
  });

  test("takes the answers to the routing form along, whichever comes first", async () => {
    const routedFrom = stage.uri("/routing_form_submissions/s1");
    const change = erased(booked({ ...stage.story, routedFrom }));
    const submission = stage.submission(routedFrom);
    const submit = () =>
      stage.server.context.database.transaction((tx) => applyRoutingSubmission(stage.server.context, tx, submission));
    for (const order of [
      [submit, () => stage.apply(change)],
      [() => stage.apply(change), submit],
    ]) {
      await stage.clear();
      await stage.server.context.database.delete(routingSubmissions);
      for (const step of order) await step();
      expect(await stage.server.context.database.select().from(routingSubmissions)).toMatchObject([
        { answers: [{ question: "What is your e-mail?", answer: "" }], inviteeUri: change.invitees[0]?.uri },
      ]);
    }
  });

  test("of a session that Calendly no longer knows is gone, and stays gone until Calendly shows it again", async () => {
    const told = booked({ ...stage.story, routedFrom: stage.uri("/routing_form_submissions/s1") });
    const gone = (sessionUri = told.session.uri) =>
      stage.server.context.database.transaction((tx) => applyGone(stage.server.context, tx, sessionUri));
    await stage.apply(told);
    expect(await gone()).toMatchObject({ kind: "applied", changed: true });
    expect(await gone()).toMatchObject({ kind: "applied", changed: false });
    const live = await stage.server.context.database.select().from(liveChanges);
    expect(live.at(-1)?.audience).toEqual(expect.arrayContaining([stage.coachId, stage.realtorId]));

    // A cancellation from before, which Calendly delivers once more: true, but of nobody.
    await stage.apply(canceled(told, { at: "2026-11-21T11:00:00Z" }));
    expect(await everything()).not.toMatch(/jordan|something came up|zoom/i);
    const [row] = await stage.server.context.database.select().from(sessions);
    expect(row).toMatchObject({ status: "canceled", goneAt: stage.server.clock.now() });
    const kinds = (await stage.server.context.database.select().from(notifications)).map(({ kind }) => kind);
    expect(kinds).not.toContain("canceled");

    stage.server.clock.advance({ minutes: 5 });
    const seenAgain = stage.server.clock.now();
    await stage.apply({
      session: { ...told.session, observedAt: seenAgain },
      invitees: told.invitees.map((invitee) => ({ ...invitee, observedAt: seenAgain })),
    });
    expect(await stage.server.context.database.select().from(sessions)).toMatchObject([{ goneAt: null }]);
  });

  test("of a session that was never mirrored stays away too: what comes late of it makes the same as in the other order", async () => {
    const told = booked(stage.story);
    const late = canceled(told, { at: "2026-11-21T11:00:00Z" });
    const gone = () =>
      stage.server.context.database.transaction((tx) => applyGone(stage.server.context, tx, told.session.uri));
    const mirrored = async () => {
      const { database } = stage.server.context;
      const [session] = await database.select().from(sessions);
      const [invitee] = await database.select().from(invitees);
      const { id: _session, createdAt: _created, ...ofSession } = session ?? {};
      const { id: _invitee, sessionId: _of, createdAt: _at, ...ofInvitee } = invitee ?? {};
      return { session: ofSession, invitee: ofInvitee };
    };
    await stage.apply(told);
    await gone();
    await stage.apply(late);
    const inOrder = await mirrored();

    await stage.clear();
    expect(await gone()).toEqual({ kind: "not_ours" });
    expect(await stage.server.context.database.$count(sessions)).toBe(0);
    await stage.server.context.database.delete(notifications);
    for (const change of [late, told, late]) await stage.apply(change);
    expect(await mirrored()).toEqual(inOrder);
    expect(await everything()).not.toMatch(/jordan|something came up|zoom/i);
    expect(await stage.server.context.database.$count(notifications)).toBe(0);

    await stage.clear();
    stage.server.clock.advance({ minutes: 5 });
    const seenAgain = stage.server.clock.now();
    await stage.apply({ ...told, session: { ...told.session, observedAt: seenAgain } });
    expect(await stage.server.context.database.select().from(sessions)).toMatchObject([{ goneAt: null }]);
  });
});
