import { uuidOf } from "@punctual/calendly";
import { availabilitySchema, mailboxMessageSchema, pageOf, routes } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenDatabase, openDatabase } from "./platform/database/open.ts";
import { createTestProgramme, type SignedIn, type TestProgramme } from "./testing/index.ts";
import { createSupabase } from "./testing/supabase.ts";
import { openTransactionPooler, type TransactionPooler } from "./testing/transaction-pooler.ts";

/** The product as on Supabase: as a role that row-level security binds, through a pooler in transaction mode. */
let programme: TestProgramme | undefined;
let pooler: TransactionPooler | undefined;
let keepsSession: { readonly direct: boolean; readonly pooled: boolean };
beforeAll(async () => {
  const supabase = await createSupabase();
  if (supabase === null) return;
  pooler = await openTransactionPooler(supabase.ownerUrl);
  const direct = await openDatabase({ kind: "postgres", url: supabase.ownerUrl });
  const pooled = await openDatabase({ kind: "postgres", url: pooler.url });
  keepsSession = { direct: isOwn(direct), pooled: isOwn(pooled) };
  await direct.close();
  programme = await createTestProgramme({ open: pooled });
});
afterAll(async () => {
  await programme?.close();
  await pooler?.close();
});

const isOwn = ({ driver }: OpenDatabase) => driver.kind === "postgres" && driver.keepsSession;

test("a pooler is noticed at the start, and the server itself is not taken for one", ({ skip }) => {
  if (programme === undefined) return skip();
  expect(keepsSession).toEqual({ direct: true, pooled: false });
});

const coachEmail = "maya@northside.example";
const realtorEmail = "jordan@realty.example";
const waiting = { timeout: 15_000, interval: 50 };

test("as a role bound by row-level security, through a pooler that keeps no session, a coach connects, a booking is applied and told live, and mail goes out", async ({
  skip,
}) => {
  if (programme === undefined || pooler === undefined) return skip();
  const { sandbox } = programme;
  const coach = await programme.enter(coachEmail);
  const realtor = await programme.enter(realtorEmail);
  await programme.connect(coach, coachEmail);
  const connection = async () =>
    routes.getConnection.response.parse(await (await coach.call("/api/calendly/connection")).json());
  await expect.poll(async () => (await connection()).webhook.state, waiting).toBe("active");
  await expect.poll(async () => (await connection()).backfill.state, waiting).toBe("done");

  const { items } = routes.listEventTypes.response.parse(await (await coach.call("/api/calendly/event_types")).json());
  const type = items.find((one) => one.name === "30-minute check-in");
  if (type === undefined) throw new Error("The coach has no check-in.");
  await coach.call(`/api/calendly/event_types/${type.id}`, { method: "PATCH", body: { offered: true } });
  const today = Temporal.Now.plainDateISO("America/Chicago");
  const openings = await realtor.call(
    `/api/calendly/availability?eventTypeId=${type.id}&from=${today}&to=${today.add({ days: 14 })}&timeZone=America/Chicago`,
  );
  const slot = availabilitySchema.parse(await openings.json()).slots.at(3);

  const live = await followLive(coach);
  const booked = sandbox.world.book({
    eventTypeId: uuidOf(await programme.eventTypeUri(coachEmail, type.schedulingUrl)),
    startTime: slot?.startAt ?? "",
    invitee: { name: "Jordan Blake", email: realtorEmail, timezone: "America/Chicago" },
    answers: [],
    guests: [],
    location: { kind: "outbound_call", location: "+1 312-555-0147" },
    tracking: null,
    method: "page",
  });
  expect(booked.kind).toBe("booked");
  await expect.poll(() => live.text(), waiting).toContain('"topic":"sessions"');
  live.stop();
  const mail = async () => {
    const schema = pageOf(mailboxMessageSchema.pick({ id: true, calendarMethod: true }));
    return schema.parse(await (await realtor.call("/api/mailbox")).json()).items;
  };
  await expect.poll(async () => (await mail()).map((one) => one.calendarMethod), waiting).toEqual(["REQUEST"]);

  expect(pooler.refused).toEqual([]);
  expect(pooler.switches).toBeGreaterThan(50);
}, 90_000);

/** Everything that the live stream of this person sends, until it is stopped. */
async function followLive(person: SignedIn): Promise<{ text(): string; stop(): void }> {
  const stop = new AbortController();
  const response = await person.call("/api/live", { signal: stop.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const read = async () => {
    for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read()) text += chunk.value;
  };
  read().catch(() => undefined);
  return { text: () => text, stop: () => stop.abort() };
}
