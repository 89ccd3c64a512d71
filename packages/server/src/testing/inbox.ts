import { webhookJobs } from "../features/webhooks/index.ts";
import { receiveWebhook } from "../features/webhooks/receive-webhook.ts";
import type { Received } from "../features/webhooks/types.ts";
import { webhookDeliveries } from "../platform/database/schema.ts";
import type { BookingStory } from "./calendly-history.ts";
import { seedConnection, seedEventType, seedPerson } from "./seed-programme.ts";
import { createTestContext, type TestContext } from "./test-context.ts";
import { signedRequest } from "./webhook-body.ts";

export const signingKeys = ["the-current-signing-key", "the-previous-signing-key"];
type Signing = Parameters<typeof signedRequest>[2];

export interface TestInbox extends TestContext {
  /** A booking with Maya, who is connected. */
  readonly story: BookingStory;
  readonly coachId: string;
  /** Delivers a body, signed now unless told otherwise. */
  receive(body: string | Uint8Array, how?: Signing): Promise<Received>;
  /** What lies in the inbox. */
  rows(): Promise<(typeof webhookDeliveries.$inferSelect)[]>;
  /** Applies what is due. */
  work(): Promise<{ readonly ran: number; readonly failed: number }>;
}

/** The platform with one connected coach, and signed deliveries about their bookings. */
export async function createTestInbox(): Promise<TestInbox> {
  const apiUrl = "http://127.0.0.1:4010";
  const server = await createTestContext({
    config: {
      calendly: {
        apiUrl,
        authUrl: apiUrl,
        bookingUrl: apiUrl,
        assetsUrl: apiUrl,
        picturesUrl: apiUrl,
        clientId: "id",
        clientSecret: "secret",
        webhookSigningKeys: signingKeys,
      },
    },
  });
  const { context } = server;
  const coach = await seedPerson(context, { name: "Maya Okafor", role: "coach" });
  const connection = await seedConnection(context, coach, "maya");
  const eventType = await seedEventType(context, { coachId: coach.id, connectionId: connection.id }, "coaching");
  return {
    ...server,
    coachId: coach.id,
    story: {
      apiUrl,
      hostUri: connection.userUri,
      eventTypeUri: eventType.uri,
      session: "e1",
      invitee: "i1",
      name: "Jordan Blake",
      email: "Jordan@Realty.example",
      startAt: "2026-11-23T15:00:00.000000Z",
      bookedAt: "2026-11-21T11:59:58.123456Z",
    },
    receive: async (body, how) => receiveWebhook(context, await signedRequest(context, body, how)),
    rows: () => context.database.select().from(webhookDeliveries).orderBy(webhookDeliveries.receivedAt),
    work: () => server.runJobs(webhookJobs(context)),
  };
}
