import { routes } from "@punctual/contract";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connections, webhookDeliveries } from "../../platform/database/schema.ts";
import { callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { createTestInbox, type TestInbox } from "../../testing/inbox.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { inviteeBody } from "../../testing/webhook-body.ts";
import { webhookRoutes } from "./routes.ts";
import { sweepInbox } from "./sweep-inbox.ts";

let inbox: TestInbox;
beforeEach(async () => {
  inbox = await createTestInbox();
});
afterEach(() => inbox.close());

const day = { hours: 24 };
const deliver = (nth: number) =>
  inbox.receive(inviteeBody("invitee.created", { ...inbox.story, invitee: `i${nth}`, session: `e${nth}` }));
const contents = async () => (await inbox.rows()).map(({ bodySealed }) => (bodySealed === "" ? "empty" : "kept"));

test("what a delivery carried goes after INBOX_DAYS and not before; that it came, and what became of it, stays", async () => {
  await deliver(1);
  await inbox.work();
  inbox.clock.advance(day);
  await deliver(2);
  await inbox.work();
  const before = await inbox.rows();
  inbox.clock.advance({ hours: 89 * 24 });
  await sweepInbox(inbox.context);
  expect(await contents()).toEqual(["kept", "kept"]);

  inbox.clock.advance({ seconds: 1 });
  await sweepInbox(inbox.context);
  expect(await contents()).toEqual(["empty", "kept"]);
  const after = await inbox.rows();
  expect(after[0]).toEqual({ ...before[0], bodySealed: "" });
  inbox.clock.advance(day);
  await sweepInbox(inbox.context);
  expect(await contents()).toEqual(["empty", "empty"]);

  const admin = viewerAs("admin", await seedPerson(inbox.context, { name: "Ada Lindqvist", role: "admin" }));
  const params = { deliveryId: after[0]?.id ?? "" };
  for (const route of [routes.openDelivery, routes.replayDelivery]) {
    expect(problemOf(await callRoute(webhookRoutes(inbox.context), route, admin, { params }))).toBe("conflict");
  }
});

test("what is not settled stays whole, and goes once it is", async () => {
  await deliver(1);
  inbox.clock.advance({ seconds: 1 });
  await deliver(2);
  const [, second] = await inbox.rows();
  const set = (state: "dead" | "applied", id: string) =>
    inbox.context.database.update(webhookDeliveries).set({ state }).where(eq(webhookDeliveries.id, id));
  await set("dead", second?.id ?? "");
  inbox.clock.advance({ hours: 91 * 24 });
  await sweepInbox(inbox.context);
  expect(await contents()).toEqual(["kept", "empty"]);
  await set("applied", (await inbox.rows())[0]?.id ?? "");
  await sweepInbox(inbox.context);
  expect(await contents()).toEqual(["empty", "empty"]);
});

test("what comes late to a coach who had everything erased is emptied at once; of one who only left it stays", async () => {
  await inbox.context.database.update(connections).set({ state: "disconnected" });
  await deliver(1);
  await inbox.work();
  await sweepInbox(inbox.context);
  expect(await inbox.rows()).toMatchObject([{ state: "ignored", coachId: null, accountUri: inbox.story.hostUri }]);
  expect(await contents()).toEqual(["kept"]);
  await inbox.context.database.delete(connections);
  await sweepInbox(inbox.context);
  expect(await contents()).toEqual(["empty"]);
});
