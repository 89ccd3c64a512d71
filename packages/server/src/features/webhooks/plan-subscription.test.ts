import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import type { SubscriptionReading } from "../../platform/calendly/translate-subscription.ts";
import {
  callbackUrl,
  chooseCurrent,
  type KnownSubscription,
  missedSince,
  roundOf,
  unreachableBecause,
  wantedEvents,
} from "./plan-subscription.ts";

const at = (time: string) => Temporal.Instant.from(`2026-11-21T${time}:00Z`);
const connection = { id: "con_1", userUri: "https://api.calendly.com/users/MAYA" };
const ours = "https://punctual.example";

function reading(change: Partial<SubscriptionReading> = {}): SubscriptionReading {
  return {
    uri: "https://api.calendly.com/webhook_subscriptions/1",
    address: callbackUrl(ours, connection),
    events: ["invitee.created", "event_type.created"],
    active: true,
    failingSince: null,
    createdAt: "2026-11-20T10:00:00.000000Z",
    ...change,
  };
}

describe("an address", () => {
  test("is known as ours in every round, and is a new one in each", () => {
    const addresses = [1, 2, 3].map((round) => callbackUrl(ours, connection, round));
    expect(new Set(addresses).size).toBe(3);
    expect(addresses.map((address) => roundOf(address, ours, connection))).toEqual([1, 2, 3]);
  });

  test.each([
    ["another connection", callbackUrl(ours, { ...connection, id: "con_2" })],
    ["another deployment", callbackUrl("https://staging.example", connection)],
    ["another tool", "https://punctual.example/hooks?connection=con_1"],
    ["no address at all", "nonsense"],
    ["a round that we never gave", `${callbackUrl(ours, connection)}&round=-3`],
  ])("of %s is not ours", (_whose, address) => {
    expect(roundOf(address, ours, connection)).toBeNull();
  });
});

describe("the events asked for", () => {
  const handled = ["invitee.created", "event_type.created", "routing_form_submission.created"] as const;
  test("are those that the granted scopes open, `:write` included", () => {
    expect(wantedEvents(handled, "user", ["scheduled_events:write", "webhooks:write"])).toEqual(["invitee.created"]);
    expect(wantedEvents(handled, "user", [])).toEqual(["invitee.created", "event_type.created"]);
  });
  test("of an organization are those that Calendly tells organizations alone", () => {
    expect(wantedEvents(handled, "organization", [])).toEqual(["routing_form_submission.created"]);
    expect(wantedEvents(handled, "organization", ["scheduled_events:read"])).toEqual([]);
  });
});

test("of several subscriptions the newest whole one counts", () => {
  const wanted = ["invitee.created"];
  const older = reading({ uri: "a" });
  const newer = reading({ uri: "b", createdAt: "2026-11-21T10:00:00.000000Z" });
  expect(chooseCurrent([newer, older], wanted)?.uri).toBe("b");
  expect(chooseCurrent([{ ...newer, active: false }, older], wanted)?.uri).toBe("a");
  expect(chooseCurrent([{ ...newer, events: ["event_type.created"] }], wanted)).toBeNull();
});

describe("changes may have been missed", () => {
  const known: KnownSubscription = {
    uri: "https://api.calendly.com/webhook_subscriptions/1",
    state: "active",
    checkedAt: at("11:50"),
    failingSince: null,
    sweptAt: at("11:45"),
    connectedAt: at("09:00"),
  };
  const next = reading({ uri: "https://api.calendly.com/webhook_subscriptions/2" });
  const since = (change: Partial<KnownSubscription>, before: SubscriptionReading[], current = next) =>
    missedSince({ ...known, ...change }, before, current)?.toString() ?? null;

  test("never, while the subscription that is known is whole", () => {
    expect(since({}, [reading()], reading())).toBeNull();
  });
  test("never, when one that delivered is replaced for the sake of its events", () => {
    expect(since({}, [reading({ events: [] })])).toBeNull();
  });
  test("since its failing spell began, when it was disabled", () => {
    expect(since({}, [reading({ active: false, failingSince: at("08:30") })])).toBe("2026-11-21T08:30:00Z");
  });
  test("since it was last seen, when it is gone", () => {
    expect(since({}, [])).toBe("2026-11-21T11:50:00Z");
  });
  test("since a spell began that ended by itself", () => {
    expect(since({ failingSince: at("10:10") }, [reading()], reading())).toBe("2026-11-21T10:10:00Z");
    expect(since({ failingSince: at("10:10") }, [], reading({ failingSince: at("10:10") }))).toBeNull();
  });
  test("since the last comparison, where there was none", () => {
    expect(since({ uri: null, state: "polling" }, [])).toBe("2026-11-21T11:45:00Z");
    expect(since({ uri: null, state: "failed", sweptAt: null }, [])).toBe("2026-11-21T09:00:00Z");
  });
  test("never, with the first of all: the backfill reads everything", () => {
    expect(since({ uri: null, state: "none", checkedAt: null, sweptAt: null }, [])).toBeNull();
  });
});

describe("Calendly cannot deliver", () => {
  test.each([
    "http://localhost:3000",
    "http://127.0.0.1:3000",
    "http://192.168.1.7",
    "http://[::1]:3000",
    "http://app.localhost",
  ])("from the internet to %s", (publicUrl) => {
    expect(unreachableBecause(publicUrl, "https://api.calendly.com")).toContain("PUBLIC_URL");
    expect(unreachableBecause(publicUrl, "http://127.0.0.1:4010")).toBeNull();
  });
  test.each(["https://punctual.example", "https://10to8.example", "https://172.32.0.1"])(
    "and can to %s",
    (publicUrl) => {
      expect(unreachableBecause(publicUrl, "https://api.calendly.com")).toBeNull();
    },
  );
});
