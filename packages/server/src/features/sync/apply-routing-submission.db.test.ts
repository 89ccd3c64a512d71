import { Temporal } from "temporal-polyfill";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RoutingSubmissionSnapshot } from "../../platform/calendly/session-snapshot.ts";
import { routingSubmissions } from "../../platform/database/schema.ts";
import { type BookingStage, createBookingStage } from "../../testing/booking-stage.ts";
import { booked } from "../../testing/calendly-history.ts";
import { applyRoutingSubmission } from "./index.ts";

let stage: BookingStage;
beforeEach(async () => {
  stage = await createBookingStage();
});
afterEach(() => stage.server.close());

describe("answers to a routing form", () => {
  const submissionUri = () => stage.uri("/routing_form_submissions/s1");
  const submit = (over: Partial<RoutingSubmissionSnapshot> = {}) =>
    stage.server.context.database.transaction((tx) =>
      applyRoutingSubmission(stage.server.context, tx, { ...stage.submission(submissionUri()), ...over }),
    );
  const stored = () => stage.server.context.database.select().from(routingSubmissions);

  test("are kept once, for the coach whose subscription told of them", async () => {
    expect(await submit({ subscriberUri: stage.story.hostUri })).toEqual({ coachId: stage.coachId });
    expect(await submit({ subscriberUri: stage.uri("/users/stranger") })).toEqual({ coachId: stage.coachId });
    expect(await stored()).toMatchObject([{ uri: submissionUri(), coachId: stage.coachId, inviteeUri: null }]);
  });

  test("of a form whose subscriber is nobody here are not kept", async () => {
    expect(await submit({ subscriberUri: stage.uri("/users/stranger") })).toEqual({ coachId: null });
    expect(await stored()).toEqual([]);
  });

  test("name whoever booked from them, after a reschedule the new invitee", async () => {
    const first = booked({ ...stage.story, routedFrom: submissionUri() });
    const moved = { session: "e2", invitee: "i2", startAt: "2026-11-24T15:00:00Z", bookedAt: "2026-11-21T11:00:00Z" };
    const second = booked({ ...stage.story, ...moved, routedFrom: submissionUri() });
    await stage.apply(second);
    await submit();
    await stage.apply(first);
    expect(await stored()).toMatchObject([{ inviteeUri: second.invitees[0]?.uri }]);
  });

  test("of an older version change nothing", async () => {
    await submit({ calendlyUpdatedAt: Temporal.Instant.from("2026-11-21T10:00:00Z"), tracking: { utm_source: "new" } });
    await submit();
    expect(await stored()).toMatchObject([{ tracking: { utm_source: "new" } }]);
  });
});
