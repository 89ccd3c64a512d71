import type { Connection, EventType } from "@punctual/contract";
import { expect, test } from "vitest";
import { needsOf } from "./needs.ts";

const connected: Connection = {
  state: "active",
  account: null,
  connectedAt: "2026-11-20T10:00:00Z",
  trouble: null,
  webhook: { state: "active", trouble: null, scope: "user", checkedAt: null, failingSince: null },
  backfill: {
    state: "done",
    sessions: 3,
    from: "2025-11-21T10:00:00Z",
    reached: null,
    startedAt: "2026-11-20T10:00:00Z",
    endedAt: "2026-11-20T10:01:00Z",
    trouble: null,
  },
  erasing: false,
  capabilities: null,
  probedAt: null,
};

const type: EventType = {
  id: "evt_1",
  coachId: "per_1",
  name: "60-minute coaching",
  description: null,
  duration: 60,
  durations: [60],
  kind: "solo",
  active: true,
  secret: false,
  color: "#0e6b74",
  locations: [],
  questions: [],
  schedulingUrl: "https://calendly.com/maya/60",
  offered: true,
};

const ids = (connection: Connection, types: readonly EventType[] | null) =>
  needsOf(connection, types).map((need) => need.id);

test("a connected coach with an event type on offer needs nothing", () => {
  expect(ids(connected, [type])).toEqual([]);
});

test("without a connection, connecting is the only thing that matters", () => {
  expect(ids({ ...connected, state: "none" }, [])).toEqual(["connect"]);
  expect(ids({ ...connected, state: "disconnected" }, [])).toEqual(["connect"]);
});

test("a dead connection asks to reconnect, in the server's own words", () => {
  const [need] = needsOf({ ...connected, state: "needs_reconnect", trouble: "Access was revoked 3 h ago." }, null);
  expect(need).toMatchObject({ id: "reconnect", why: "Access was revoked 3 h ago." });
});

test("offering nothing is said only once the event types are known", () => {
  expect(ids(connected, null)).toEqual([]);
  expect(ids(connected, [{ ...type, offered: false }])).toEqual(["offer"]);
});

test("an event type that is off at Calendly cannot be offered: the way out is there", () => {
  expect(ids(connected, [{ ...type, active: false, offered: true }])).toEqual(["calendly_types"]);
});

test("late news and a copy that stopped are told, and do not hide each other", () => {
  const troubled: Connection = {
    ...connected,
    webhook: { ...connected.webhook, state: "failed" },
    backfill: { ...connected.backfill, state: "failed", sessions: 1 },
  };
  expect(ids(troubled, [type])).toEqual(["webhook", "copy"]);
});
