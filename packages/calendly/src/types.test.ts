import { describe, expectTypeOf, it } from "vitest";
import {
  type CalendlyClient,
  type CalendlyError,
  type CalendlyErrorCode,
  type CallArguments,
  type endpoints,
  type Invitee,
  isCalendlyError,
  type OAuthError,
  type ParamsOf,
  type QueryOf,
  type ResponseOf,
  type ScheduledEvent,
} from "./index.ts";

describe("types", () => {
  it("asks for params, query and body exactly where the endpoint needs them", () => {
    expectTypeOf<CallArguments<typeof endpoints.getCurrentUser>>().toExtend<[unknown?]>();
    expectTypeOf<[]>().toExtend<CallArguments<typeof endpoints.getCurrentUser>>();
    expectTypeOf<[]>().not.toExtend<CallArguments<typeof endpoints.getUser>>();
    expectTypeOf<[{ params: { uuid: string } }]>().toExtend<CallArguments<typeof endpoints.cancelScheduledEvent>>();
    expectTypeOf<[{ query: { user: string } }]>().toExtend<
      CallArguments<typeof endpoints.listUserAvailabilitySchedules>
    >();
    expectTypeOf<[{ query: { usr: string } }]>().not.toExtend<
      CallArguments<typeof endpoints.listUserAvailabilitySchedules>
    >();
    expectTypeOf<ParamsOf<typeof endpoints.getEventInvitee>>().toEqualTypeOf<{
      readonly event_uuid: string;
      readonly invitee_uuid: string;
    }>();
    expectTypeOf<QueryOf<typeof endpoints.getUser>>().toEqualTypeOf<never>();
  });

  it("gives the envelope's own type, and nothing for a 204", () => {
    expectTypeOf<ResponseOf<typeof endpoints.getScheduledEvent>["resource"]>().toEqualTypeOf<ScheduledEvent>();
    expectTypeOf<ResponseOf<typeof endpoints.listEventInvitees>["collection"]>().toEqualTypeOf<Invitee[]>();
    expectTypeOf<ResponseOf<typeof endpoints.deleteWebhookSubscription>>().toEqualTypeOf<undefined>();
  });

  it("pages only what is paged", () => {
    type Paged = Parameters<CalendlyClient["paginate"]>[0];
    expectTypeOf<typeof endpoints.listEventTypes>().toExtend<Paged>();
    expectTypeOf<typeof endpoints.listEventTypeAvailableTimes>().not.toExtend<Paged>();
    expectTypeOf<typeof endpoints.getUser>().not.toExtend<Paged>();
  });

  it("keeps error codes a closed union and narrows by them", () => {
    expectTypeOf<string>().not.toExtend<CalendlyErrorCode>();
    expectTypeOf<string>().not.toExtend<OAuthError["code"]>();
    const error: unknown = null;
    if (isCalendlyError(error, "slot_taken")) {
      expectTypeOf(error).toExtend<CalendlyError>();
      expectTypeOf(error.code).toEqualTypeOf<"slot_taken">();
    }
  });

  it("reads known words as a union and lets added ones through", () => {
    expectTypeOf<string>().toExtend<Invitee["status"]>();
    expectTypeOf<"active">().toExtend<Invitee["status"]>();
    expectTypeOf<Invitee["timezone"]>().toEqualTypeOf<string | null>();
  });
});
