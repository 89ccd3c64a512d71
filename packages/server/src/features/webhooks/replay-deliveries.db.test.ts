import { type RouteInput, type RouteOutput, type Routes, routes } from "@punctual/contract";
import { eq, like } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditEntries, connections, liveChanges, sessions, webhookDeliveries } from "../../platform/database/schema.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { createTestInbox, type TestInbox } from "../../testing/inbox.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { inviteeBody } from "../../testing/webhook-body.ts";
import { reconcileDeliveries } from "./reconcile-deliveries.ts";
import { webhookRoutes } from "./routes.ts";

let inbox: TestInbox;
let admin: ReturnType<typeof viewerAs<"admin">>;
beforeEach(async () => {
  inbox = await createTestInbox();
  admin = viewerAs("admin", await seedPerson(inbox.context, { name: "Ada Lindqvist", role: "admin" }));
});
afterEach(() => inbox.close());

type Query = RouteInput<Routes["listDeliveries"]>["query"];
const handled = () => webhookRoutes(inbox.context);
const list = async (query: Query = {}) => bodyOf(await callRoute(handled(), routes.listDeliveries, admin, { query }));
const numbers = async () => bodyOf(await callRoute(handled(), routes.getInbox, admin));
const replay = (deliveryId: string) => callRoute(handled(), routes.replayDelivery, admin, { params: { deliveryId } });
const replayMany = async (body: RouteInput<Routes["replayDeliveries"]>["body"]) =>
  bodyOf(await callRoute(handled(), routes.replayDeliveries, admin, { body }));
/** What people did; of what happened to sessions the log tells as well. */
const audited = () =>
  inbox.context.database.select().from(auditEntries).where(like(auditEntries.subject, "d%")).orderBy(auditEntries.seq);

/** A booking of its own, one second after the one before. */
async function deliver(nth: number, over: { readonly hostUri?: string; readonly eventName?: string } = {}) {
  const story = { ...inbox.story, invitee: `i${nth}`, session: `e${nth}`, ...over };
  await inbox.receive(inviteeBody(over.eventName ?? "invitee.created", story));
  inbox.clock.advance({ seconds: 1 });
}

async function set(nth: number, values: Partial<typeof webhookDeliveries.$inferInsert>): Promise<string> {
  const id = (await inbox.rows())[nth]?.id ?? "";
  await inbox.context.database.update(webhookDeliveries).set(values).where(eq(webhookDeliveries.id, id));
  return id;
}

describe("the list", () => {
  test("goes through all deliveries, newest first, page by page, without a gap", async () => {
    for (let nth = 0; nth < 5; nth += 1) await deliver(nth);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: RouteOutput<Routes["listDeliveries"]> = await list({
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual((await inbox.rows()).map(({ id }) => id).reverse());
  });

  test("finds by state, event, coach and the beginning of an id", async () => {
    await deliver(1);
    await deliver(2, { eventName: "invitee.levitated" });
    await deliver(3);
    await inbox.work();
    const dead = await set(2, { state: "dead", reason: "Applying failed: Error." });
    const idsOf = async (query: Query) => (await list(query)).items.map(({ id }) => id);
    const [first, second] = (await inbox.rows()).map(({ id }) => id);
    expect(await idsOf({ state: "applied" })).toEqual([first]);
    expect(await idsOf({ state: "trouble" })).toEqual([dead]);
    expect(await idsOf({ eventName: "invitee.levitated" })).toEqual([second]);
    expect(await idsOf({ coachId: inbox.coachId })).toEqual([dead, first]);
    expect(await idsOf({ search: dead.slice(0, 12) })).toEqual([dead]);
    expect(await idsOf({ search: dead.slice(4, 12) })).toEqual([dead]);
    expect(await idsOf({ search: "%" })).toEqual([]);
    expect((await list({ state: "applied" })).items).toMatchObject([
      { coach: { id: inbox.coachId, name: "Maya Okafor" }, attempts: 1, duplicates: 0, size: expect.any(Number) },
    ]);
  });

  test("refuses a cursor of other filters", async () => {
    await deliver(1);
    await deliver(2);
    const { nextCursor } = await list({ limit: 1 });
    const query = { limit: 1, state: "dead", cursor: nextCursor ?? "" } as const;
    expect(problemOf(await callRoute(handled(), routes.listDeliveries, admin, { query }))).toBe("invalid_request");
    const garbled = { cursor: "bm90IG91cnM" };
    expect(problemOf(await callRoute(handled(), routes.listDeliveries, admin, { query: garbled }))).toBe(
      "invalid_request",
    );
  });
});

test("the numbers tell what came, what became of it, what came twice and what was refused", async () => {
  await deliver(1);
  await deliver(1);
  await deliver(2, { eventName: "invitee.levitated" });
  await deliver(3);
  await inbox.receive(inviteeBody("invitee.created", inbox.story), { key: "forged" });
  await inbox.work();
  await set(2, { state: "failed" });
  expect(await numbers()).toMatchObject({
    counts: { received: 0, applied: 1, ignored: 1, failed: 1, dead: 0 },
    duplicates: 1,
    lastReceivedAt: "2026-11-21T12:00:03Z",
    waitingSince: "2026-11-21T12:00:03Z",
    eventNames: ["invitee.created", "invitee.levitated"],
    refused: [{ reason: "mismatch", count: 1, sentence: expect.stringContaining("CALENDLY_WEBHOOK_SIGNING_KEY") }],
  });
});

test("what a delivery carried is shown byte for byte, and the audit log says who looked", async () => {
  const body = inviteeBody("invitee.created", inbox.story);
  await inbox.receive(body);
  const [{ id = "" } = {}] = (await list()).items;
  expect(JSON.stringify(await list())).not.toContain("Jordan");
  const params = { deliveryId: id };
  const opened = bodyOf(await callRoute(handled(), routes.openDelivery, admin, { params }));
  expect(opened).toEqual({ encoding: "text", body });
  expect(await audited()).toMatchObject([{ action: "delivery.opened", actor: admin.personId, subject: id }]);
});

describe("a replay", () => {
  test("of what was applied changes nothing in the mirror", async () => {
    await deliver(1);
    await inbox.work();
    const before = await inbox.context.database.select().from(sessions);
    const [{ id = "" } = {}] = (await list()).items;
    expect(bodyOf(await replay(id))).toMatchObject({ state: "received", replays: 1 });
    inbox.clock.advance({ minutes: 1 });
    expect(await inbox.work()).toMatchObject({ ran: 1, failed: 0 });
    expect((await list()).items).toMatchObject([{ state: "applied", replays: 1, attempts: 2 }]);
    const untimed = (rows: typeof before) => rows.map(({ updatedAt: _, ...row }) => row);
    expect(untimed(await inbox.context.database.select().from(sessions))).toEqual(untimed(before));
    expect(await audited()).toMatchObject([
      { action: "delivery.replayed", actor: admin.personId, subject: id, detail: { was: "applied" } },
    ]);
  });

  test("of what was ignored takes effect, when its coach has connected since", async () => {
    await inbox.context.database.update(connections).set({ state: "disconnected" });
    await deliver(1);
    await inbox.work();
    const [{ id = "", state } = {}] = (await list()).items;
    expect(state).toBe("ignored");
    await inbox.context.database.update(connections).set({ state: "active" });
    await replay(id);
    await inbox.work();
    expect((await list()).items).toMatchObject([{ state: "applied", reason: null }]);
    expect(await inbox.context.database.select().from(sessions)).toHaveLength(1);
  });

  test("of what is nobody's, or was erased, is refused", async () => {
    expect(problemOf(await replay("dlv_none"))).toBe("not_found");
    await deliver(1);
    const id = await set(0, { state: "applied", bodySealed: "" });
    expect(problemOf(await replay(id))).toBe("conflict");
    expect(await audited()).toEqual([]);
  });

  test("of all that failed or died is one press, and leaves the others alone", async () => {
    for (let nth = 0; nth < 4; nth += 1) await deliver(nth);
    await inbox.work();
    const dead = await set(0, { state: "dead" });
    const failed = await set(1, { state: "failed" });
    expect(await replayMany({ state: "trouble" })).toEqual({ replayed: 2, remaining: 0 });
    expect(await inbox.work()).toMatchObject({ ran: 2, failed: 0 });
    expect((await inbox.rows()).map(({ state, replays }) => [state, replays])).toEqual([
      ["applied", 1],
      ["applied", 1],
      ["applied", 0],
      ["applied", 0],
    ]);
    const [entry] = await audited();
    expect(entry).toMatchObject({ action: "deliveries.replayed", detail: { deliveries: 2, state: "trouble" } });
    expect(entry?.detail["ids"]).toEqual(expect.arrayContaining([dead, failed]));
  });

  test("of many is bounded, the oldest first, and says how many remain", async () => {
    await deliver(1);
    const [row] = await inbox.rows();
    if (row === undefined) throw new Error("nothing was stored");
    const copies = Array.from({ length: 503 }, (_, nth) => ({
      ...row,
      id: `dlv_copy${nth}`,
      deliveryKey: `copy ${nth}`,
      state: "dead" as const,
      receivedAt: row.receivedAt.add({ seconds: nth }),
    }));
    await inbox.context.database.insert(webhookDeliveries).values(copies);
    expect(await replayMany({ state: "dead" })).toEqual({ replayed: 500, remaining: 3 });
    const left = (await list({ state: "dead" })).items.map(({ id }) => id);
    expect(left).toEqual(["dlv_copy502", "dlv_copy501", "dlv_copy500"]);
    expect(await replayMany({ ids: left })).toEqual({ replayed: 3, remaining: 0 });
  });
});

test("a delivery whose job was lost is enqueued again, and one that is merely waiting is not", async () => {
  await deliver(1);
  await inbox.context.database.execute("delete from punctual_queue.job where name = 'webhooks.apply-delivery'");
  await deliver(2);
  await reconcileDeliveries(inbox.context);
  inbox.clock.advance({ minutes: 44 });
  await reconcileDeliveries(inbox.context);
  expect(await inbox.work()).toMatchObject({ ran: 1 });
  inbox.clock.advance({ minutes: 2 });
  await reconcileDeliveries(inbox.context);
  await reconcileDeliveries(inbox.context);
  expect(await inbox.work()).toMatchObject({ ran: 1 });
  expect((await inbox.rows()).map(({ state }) => state)).toEqual(["applied", "applied"]);
});

test("admins' pages are told of trouble at once and of everything else at most every second", async () => {
  for (let nth = 0; nth < 3; nth += 1)
    await inbox.receive(inviteeBody("invitee.created", { ...inbox.story, invitee: `i${nth}`, session: `e${nth}` }));
  await inbox.work();
  const told = async () => {
    const rows = await inbox.context.database.select().from(liveChanges).where(eq(liveChanges.topic, "deliveries"));
    return rows.map(({ audience }) => audience);
  };
  expect(await told()).toEqual([[]]);
  await inbox.receive(
    inviteeBody("invitee.created", { ...inbox.story, invitee: "i9" }, { session: { start_time: "Monday" } }),
  );
  await inbox.work();
  expect(await told()).toEqual([[], []]);
});
