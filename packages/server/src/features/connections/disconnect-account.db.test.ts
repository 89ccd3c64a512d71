import { routes } from "@punctual/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  auditEntries,
  connections,
  eventTypes,
  invitees,
  sessions,
  webhookDeliveries,
} from "../../platform/database/schema.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connectCoach, consentFor, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { seedEventType } from "../../testing/seed-programme.ts";
import { type ConnectionHooks, calendlyFor, connectionJobs, connectionRoutes } from "./index.ts";

let run: SandboxContext;
let maya: Coach;
beforeEach(async () => {
  run = await createSandboxContext();
  maya = await connectCoach(run, "Maya Okafor");
});
afterEach(() => run.close());

const connection = async () => (await run.context.database.select().from(connections))[0];
const actions = async () => (await run.context.database.select().from(auditEntries)).map(({ action }) => action);
/** Erases what there is to erase. The queue has the machine's clock, by which a forgotten consent would be due too. */
const work = () =>
  run.runJobs(
    connectionJobs(run.context, noHooks).filter(({ definition }) => definition.name === "connections.remove-mirror"),
  );

function disconnect(
  options: { readonly hooks?: ConnectionHooks; readonly data?: "keep" | "erase"; coach?: Coach } = {},
) {
  const handled = connectionRoutes(run.context, options.hooks ?? noHooks);
  const viewer = viewerAs("coach", options.coach ?? maya);
  return callRoute(handled, routes.disconnect, viewer, { query: options.data ? { data: options.data } : {} });
}

/** A session with one invitee, an event type and a delivery of the coach. */
async function copyOf(coach: Coach, number: number): Promise<void> {
  const { context } = run;
  const now = context.clock.now();
  const of = (await context.database.select().from(connections)).find(({ coachId }) => coachId === coach.id);
  await seedEventType(context, { coachId: coach.id, connectionId: of?.id ?? "" }, `type-${coach.id}-${number}`);
  const id = `${coach.id}_${number}`;
  const times = { calendlyCreatedAt: now, calendlyUpdatedAt: now, updatedAt: now };
  await context.database.insert(sessions).values({
    id: `ses_${id}`,
    uri: `https://calendly.example/scheduled_events/${id}`,
    coachId: coach.id,
    eventTypeUri: "https://calendly.example/event_types/1",
    name: "Coaching",
    status: "active",
    startAt: now.add({ hours: number + 1 }),
    endAt: now.add({ hours: number + 2 }),
    inviteesTotal: 1,
    inviteesActive: 1,
    inviteesLimit: 1,
    ...times,
  });
  await context.database.insert(invitees).values({
    id: `inv_${id}`,
    uri: `https://calendly.example/scheduled_events/${id}/invitees/1`,
    sessionId: `ses_${id}`,
    email: "jordan@realty.example",
    name: "Jordan Blake",
    status: "active",
    questionsAndAnswers: [],
    ...times,
  });
  await context.database.insert(webhookDeliveries).values({
    id: `dlv_${id}`,
    deliveryKey: id,
    eventName: "invitee.created",
    bodySealed: "sealed",
    signedAt: now,
    receivedAt: now,
    state: "applied",
    coachId: coach.id,
  });
}

test("tidies up while the tokens work, gives them back, and wipes them; what was copied stays", async () => {
  await copyOf(maya, 1);
  const seen: string[] = [];
  const hooks: ConnectionHooks = {
    ...noHooks,
    beforeDisconnect: [
      async (coachId) => void seen.push((await calendlyFor(run.context, coachId, { purpose: "person" })).kind),
    ],
  };
  expect(bodyOf(await disconnect({ hooks }))).toMatchObject({ state: "disconnected", trouble: null, erasing: false });
  expect(seen).toEqual(["ready"]);
  expect(await connection()).toMatchObject({
    tokensSealed: null,
    tokensExpireAt: null,
    webhookState: "none",
    leaving: null,
  });
  expect(await calendlyFor(run.context, maya.id, { purpose: "person" })).toEqual({ kind: "missing" });
  await work();
  expect(await run.context.database.$count(sessions)).toBe(1);
  expect(problemOf(await disconnect())).toBe("connection_missing");
});

test("works while Calendly is down, and says what remains to be done there", async () => {
  run.sandbox.addFault({ kind: "http", path: "*", status: 503 });
  const hooks: ConnectionHooks = { ...noHooks, beforeDisconnect: [() => Promise.reject(new Error("down"))] };
  const answer = bodyOf(await disconnect({ hooks }));
  expect(answer.state).toBe("disconnected");
  expect(answer.trouble).toContain("Integrations");
});

test("waits for a subscription that is just being made, so that it is removed too", async () => {
  await run.context.database.update(connections).set({ webhookState: "pending" });
  const order: string[] = [];
  const hooks: ConnectionHooks = { ...noHooks, beforeDisconnect: [async () => void order.push("removed")] };
  const leaving = disconnect({ hooks });
  const row = await connection();
  order.push(`being made, ${row?.state}`);
  await run.context.database.update(connections).set({ webhookState: "active" });
  bodyOf(await leaving);
  expect(order).toEqual(["being made, active", "removed"]);
});

test("a process that dies half-way is followed up by a job", async () => {
  const dies: ConnectionHooks = { ...noHooks, beforeDisconnect: [() => new Promise(() => {})] };
  void disconnect({ hooks: dies });
  await expect.poll(async () => (await connection())?.leaving).toBe("keep");
  const handlers = connectionJobs(run.context, noHooks);
  const followUp = handlers.find(({ definition }) => definition.name === "connections.finish-disconnect");
  const attempt = { attempt: 1, last: false, signal: new AbortController().signal };
  await followUp?.run({ coachId: maya.id, requestId: "req_1" }, attempt);
  expect(await connection()).toMatchObject({ state: "disconnected", tokensSealed: null });
});

describe("with everything erased", () => {
  test("sessions, invitees, event types, bodies of deliveries and the connection are gone, and nothing of anybody else", async () => {
    const tom = await connectCoach(run, "Tom Reyes");
    await copyOf(tom, 1);
    for (const number of [1, 2, 3]) await copyOf(maya, number);
    const { database } = run.context;
    // One that nobody was found for came by her account; the other by somebody else's.
    const accounts = new Map((await database.select().from(connections)).map((row) => [row.coachId, row.userUri]));
    for (const [coachId, state] of [
      [maya.id, "dead"],
      [maya.id, "received"],
      [tom.id, "ignored"],
    ] as const) {
      const id = `dlv_unowned_${coachId}_${state}`;
      const now = run.clock.now();
      const known = { id, deliveryKey: id, eventName: "invitee.created", signedAt: now, receivedAt: now, state };
      await database
        .insert(webhookDeliveries)
        .values({ ...known, bodySealed: "sealed", accountUri: accounts.get(coachId) ?? null });
    }
    expect(bodyOf(await disconnect({ data: "erase" }))).toMatchObject({ state: "disconnected", erasing: true });
    await work();
    expect((await database.select().from(sessions)).map(({ coachId }) => coachId)).toEqual([tom.id]);
    expect(await database.$count(invitees)).toBe(1);
    expect((await database.select().from(eventTypes)).map(({ coachId }) => coachId)).toEqual([tom.id]);
    const bodies = await database.select().from(webhookDeliveries);
    const left = bodies.filter(({ bodySealed }) => bodySealed !== "");
    expect(left.map(({ id }) => id).sort()).toEqual([`dlv_${tom.id}_1`, `dlv_unowned_${tom.id}_ignored`]);
    expect(bodies).toHaveLength(7);
    expect((await database.select().from(connections)).map(({ coachId }) => coachId)).toEqual([tom.id]);
    const [entry] = (await database.select().from(auditEntries)).filter(({ action }) => action === "connection.erased");
    expect(entry).toMatchObject({ actor: maya.id, detail: { sessions: 3, deliveries: 5, eventTypes: 3 } });
    const answer = await callRoute(
      connectionRoutes(run.context, noHooks),
      routes.getConnection,
      viewerAs("coach", maya),
    );
    expect(bodyOf(answer)).toMatchObject({ state: "none", account: null, erasing: false });
  });

  test("it can be asked for later, after what was copied was kept", async () => {
    await copyOf(maya, 1);
    await disconnect();
    expect(bodyOf(await disconnect({ data: "erase" }))).toMatchObject({ state: "disconnected", erasing: true });
    await work();
    expect(await run.context.database.$count(sessions)).toBe(0);
    expect(await actions()).toContain("connection.erasure_asked");
  });

  test("connecting again waits until it is done, and then begins from nothing", async () => {
    await copyOf(maya, 1);
    await disconnect({ data: "erase" });
    const handled = connectionRoutes(run.context, noHooks);
    const viewer = viewerAs("coach", maya);
    const query = await consentFor(run, maya, { email: maya.email });
    const reply = await callRoute(handled, routes.finishConsent, viewer, { query });
    const attemptId = (reply.kind === "redirect" ? new URL(reply.location).searchParams.get("attempt") : null) ?? "";
    const confirm = () => callRoute(handled, routes.confirmConnection, viewer, { params: { attemptId } });
    expect(problemOf(await confirm())).toBe("conflict");
    await work();
    expect(bodyOf(await confirm())).toMatchObject({ state: "active" });
    expect(await run.context.database.$count(sessions)).toBe(0);
  });
});
