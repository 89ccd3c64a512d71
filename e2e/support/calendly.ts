import { type APIRequestContext, expect } from "@playwright/test";
import { sandboxUrl } from "./addresses.ts";

interface EventType {
  readonly uri: string;
  readonly name: string;
  readonly locations: readonly { readonly kind: string }[] | null;
  readonly custom_questions: readonly {
    readonly name: string;
    readonly position: number;
    readonly required: boolean;
  }[];
}

/** A bookable start of an event type, as Calendly offers it. */
export interface Opening {
  readonly eventType: EventType;
  readonly startTime: string;
  readonly bookingPage: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The first time, from three days on, at which a coach's event type can be booked. */
export async function firstOpening(request: APIRequestContext, coach: string, eventTypeName: string): Promise<Opening> {
  const credentials = (await (await request.get(`${sandboxUrl}/_sandbox/credentials`)).json()) as {
    people: { name: string; personalToken: string | null; userUri: string | null }[];
  };
  const person = credentials.people.find(({ name }) => name === coach);
  const headers = { authorization: `Bearer ${person?.personalToken}` };
  const list = await request.get(`${sandboxUrl}/event_types?user=${person?.userUri}&active=true`, { headers });
  const types = (await list.json()) as { collection: EventType[] };
  const eventType = types.collection.find(({ name }) => name === eventTypeName);
  if (eventType === undefined) throw new Error(`${coach} has no event type ${eventTypeName}.`);
  const [from, to] = [3, 20].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
  const window = `event_type=${eventType.uri}&start_time=${from}&end_time=${to}`;
  const answer = await request.get(`${sandboxUrl}/event_type_available_times?${window}`, { headers });
  const times = (await answer.json()) as { collection: { start_time: string; scheduling_url: string }[] };
  const [first] = times.collection;
  if (first === undefined) throw new Error(`${eventTypeName} has no openings.`);
  return { eventType, startTime: first.start_time, bookingPage: first.scheduling_url, headers };
}

/** Books an opening by Calendly's API, as somebody elsewhere would. */
export async function bookElsewhere(
  request: APIRequestContext,
  opening: Opening,
  invitee: { readonly name: string; readonly email: string; readonly timezone: string },
): Promise<void> {
  const { eventType, startTime, headers } = opening;
  const response = await request.post(`${sandboxUrl}/invitees`, {
    headers,
    data: {
      event_type: eventType.uri,
      start_time: startTime,
      invitee,
      location: { kind: eventType.locations?.[0]?.kind },
      questions_and_answers: eventType.custom_questions
        .filter(({ required }) => required)
        .map(({ name, position }) => ({
          question: name,
          answer: "How to price a duplex.",
          position,
        })),
    },
  });
  expect(response.status(), await response.text()).toBe(201);
}
