import { type CalendlyClient, endpoints } from "@punctual/calendly";
import { type CalendlyFailure, calendlyFailure } from "../../platform/calendly/failure.ts";
import type { ClientPurpose } from "../../platform/calendly/purpose.ts";
import { type EventTypeReading, toEventTypeReading } from "../../platform/calendly/translate-event-type.ts";
import type { Context } from "../../platform/context.ts";
import { calendlyFor, findConnection } from "../connections/index.ts";
import { markVanished, selectKnownUris, upsertEventType } from "./queries.ts";
import { isOfferedAtFirst } from "./rules.ts";

export type ReadEventTypesOutcome =
  | { readonly kind: "read"; readonly listed: number; readonly vanished: number }
  | { readonly kind: "connection_missing" }
  | CalendlyFailure;

/**
 * Reads all of a coach's event types from Calendly and keeps them: new ones appear, changed ones change, those that
 * are no longer listed count as deleted. Calendly is read first and the database written after, in one transaction.
 *
 * @throws {NotNow} for a job that has to come back later; a person's reading fails instead.
 */
export async function readEventTypes(
  context: Context,
  coachId: string,
  options: { readonly purpose: ClientPurpose } = { purpose: "event_types" },
): Promise<ReadEventTypesOutcome> {
  const access = await calendlyFor(context, coachId, options);
  if (access.kind === "missing") return { kind: "connection_missing" };
  if (access.kind === "needs_reconnect") return { kind: "connection_needs_reconnect", trouble: access.trouble };

  const readAt = context.clock.now();
  let readings: EventTypeReading[];
  try {
    readings = await listAtCalendly(context, access.client, access.connection.userUri);
  } catch (error) {
    return calendlyFailure(error);
  }

  const uris = readings.map((reading) => reading.uri);
  return context.database.transaction(async (tx): Promise<ReadEventTypesOutcome> => {
    const connection = await findConnection(tx, coachId);
    // The coach left, or connected another account, while Calendly was being read.
    if (connection === undefined || connection.state === "disconnected") return { kind: "connection_missing" };
    if (connection.userUri !== access.connection.userUri) return { kind: "connection_missing" };

    const owner = { coachId, connectionId: connection.id };
    const firstReading = (await selectKnownUris(tx, coachId, uris)).length === 0;
    for (const reading of readings) {
      const offeredAtFirst = isOfferedAtFirst(reading, firstReading);
      await upsertEventType(tx, owner, reading, { readAt, offeredAtFirst });
    }
    const vanished = await markVanished(tx, owner, uris, readAt);
    await context.live.publish(tx, { topic: "event-types", id: null, audience: [coachId] });
    await context.live.publish(tx, { topic: "coaches", id: coachId, audience: [coachId] });
    return { kind: "read", listed: readings.length, vanished };
  });
}

async function listAtCalendly(context: Context, client: CalendlyClient, user: string): Promise<EventTypeReading[]> {
  const readings: EventTypeReading[] = [];
  for await (const page of client.paginate(endpoints.listEventTypes, { query: { user, count: 100 } })) {
    for (const wire of page.items) readings.push(toEventTypeReading(wire, context.config.calendly));
  }
  return readings;
}
