import { Temporal } from "temporal-polyfill";
import { type Applied, applyChangeNow } from "../features/sync/index.ts";
import type { RoutingSubmissionSnapshot, SessionChange } from "../platform/calendly/session-snapshot.ts";
import { sessions } from "../platform/database/schema.ts";
import type { BookingStory } from "./calendly-history.ts";
import { seedConnection, seedEventType, seedPerson } from "./seed-programme.ts";
import { createTestContext, type TestContext } from "./test-context.ts";

/** A connected coach, a realtor, and the story of the realtor's booking, to be told to an empty mirror. */
export interface BookingStage {
  readonly server: TestContext;
  readonly coachId: string;
  readonly realtorId: string;
  readonly story: BookingStory;
  apply(change: SessionChange, notify?: boolean): Promise<Applied>;
  /** A URI at the configured Calendly. */
  uri(path: string): string;
  /** Answers to a routing form, in which the realtor's address stands. */
  submission(uri: string): RoutingSubmissionSnapshot;
  /** Empties the mirror. */
  clear(): Promise<void>;
}

export async function createBookingStage(): Promise<BookingStage> {
  const server = await createTestContext();
  const { context } = server;
  const coach = await seedPerson(context, { name: "Maya Okafor", role: "coach" });
  const realtor = await seedPerson(context, { name: "Jordan Blake", role: "realtor" });
  const connection = await seedConnection(context, coach, "maya");
  const eventType = await seedEventType(context, { coachId: coach.id, connectionId: connection.id }, "coaching");
  const { apiUrl } = context.config.calendly;
  const answeredAt = Temporal.Instant.from("2026-11-21T09:00:00Z");
  return {
    server,
    coachId: coach.id,
    realtorId: realtor.id,
    story: {
      apiUrl,
      hostUri: connection.userUri,
      eventTypeUri: eventType.uri,
      session: "e1",
      invitee: "i1",
      name: "Jordan Blake",
      email: realtor.email,
      startAt: "2026-11-23T15:00:00Z",
      bookedAt: "2026-11-21T10:00:00.123456Z",
    },
    apply: (change, notify = true) => applyChangeNow(context, change, { notify }),
    uri: (path) => `${apiUrl}${path}`,
    submission: (uri) => ({
      uri,
      formUri: `${apiUrl}/routing_forms/f1`,
      subscriberUri: null,
      inviteeUri: null,
      answers: [{ question: "What is your e-mail?", answer: realtor.email, position: null }],
      tracking: {},
      result: { kind: "event_type", value: eventType.uri },
      calendlyCreatedAt: answeredAt,
      calendlyUpdatedAt: answeredAt,
    }),
    async clear() {
      await context.database.delete(sessions);
    },
  };
}
