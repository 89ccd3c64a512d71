import { once } from "node:events";
import { routes } from "@punctual/contract";
import { asc } from "drizzle-orm";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer } from "smtp-server";
import { afterEach, describe, expect, test } from "vitest";
import { liveChanges, mailboxMessages, notifications, sessions } from "../../platform/database/schema.ts";
import { NotNow } from "../../platform/queue/job.ts";
import { type BookingStory, booked, canceled } from "../../testing/calendly-history.ts";
import { bodyOf, callRoute, problemOf, viewerAs } from "../../testing/call-route.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { seedConnection, seedEventType, seedPerson } from "../../testing/seed-programme.ts";
import { applyChangeNow } from "../sync/index.ts";
import { readInvitation } from "./calendar.ts";
import { notificationJobs, notificationRoutes } from "./index.ts";

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function open(smtpUrl: string | null = null) {
  const server = await createTestContext({ config: { mail: { smtpUrl, from: "Punctual <mail@punctual.example>" } } });
  closers.push(() => server.close());
  const { context } = server;
  const maya = await seedPerson(context, { name: "Maya Okafor", role: "coach" });
  const jordan = await seedPerson(context, { name: "Jordan Blake", role: "realtor" });
  const connection = await seedConnection(context, maya, "maya");
  const eventType = await seedEventType(context, { coachId: maya.id, connectionId: connection.id }, "coaching");
  const story: BookingStory = {
    apiUrl: context.config.calendly.apiUrl,
    hostUri: connection.userUri,
    eventTypeUri: eventType.uri,
    session: "e1",
    invitee: "i1",
    name: "Jordan Blake",
    email: jordan.email,
    startAt: "2026-11-23T15:00:00Z",
    bookedAt: "2026-11-21T10:00:00Z",
  };
  return { server, story, maya, jordan };
}

const work = (server: TestContext) => server.runJobs(notificationJobs(server.context));
/** Has every message that is not settled decided again, as its job would be when its time comes. */
async function runAll(server: TestContext): Promise<void> {
  const [handler] = notificationJobs(server.context);
  const attempt = { attempt: 1, last: false, signal: AbortSignal.timeout(5_000) };
  for (const { id, state } of await ledger(server)) {
    if (state !== "pending") continue;
    await handler?.run({ notificationId: id }, attempt).catch((error: unknown) => {
      if (!(error instanceof NotNow)) throw error;
    });
  }
}
const ledger = (server: TestContext) =>
  server.context.database
    .select()
    .from(notifications)
    .orderBy(asc(notifications.kind), asc(notifications.recipientRole));

/** A real SMTP server; `refuse` makes it answer 451 to every message. */
async function openSmtp(refuse: () => boolean = () => false) {
  const received: Email[] = [];
  const raw: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (refuse()) return callback(Object.assign(new Error("try later"), { responseCode: 451 }));
        raw.push(Buffer.concat(chunks).toString("utf8"));
        PostalMime.parse(Buffer.concat(chunks)).then((email) => {
          received.push(email);
          callback();
        }, callback);
      });
    },
  });
  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  closers.push(() => new Promise<void>((resolve) => smtp.close(() => resolve())));
  const address = smtp.server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `smtp://127.0.0.1:${address.port}`, received, raw };
}

describe("sending", () => {
  test("each message goes out once, however often the news come and the job runs", async () => {
    const { server, story, jordan } = await open();
    await applyChangeNow(server.context, booked(story), { notify: true });
    await work(server);
    await applyChangeNow(server.context, booked(story), { notify: true });
    await work(server);
    const [handler] = notificationJobs(server.context);
    const attempt = { attempt: 2, last: false, signal: AbortSignal.timeout(5_000) };
    for (const { id } of await ledger(server)) await handler?.run({ notificationId: id }, attempt);
    const mail = await server.context.database.select().from(mailboxMessages);
    expect(mail.map((message) => message.recipient).sort()).toEqual([jordan.email, "maya@northside.example"].sort());
    expect(await ledger(server)).toMatchObject([
      { state: "sent", attempts: 1 },
      { state: "sent", attempts: 1 },
    ]);
  });

  test("a booking that was canceled before its mail went out is not told, and the ledger says why", async () => {
    const { server, story } = await open();
    await applyChangeNow(server.context, booked(story), { notify: true });
    await applyChangeNow(server.context, canceled(booked(story), { at: "2026-11-21T11:00:00Z" }), { notify: true });
    await work(server);
    expect(await ledger(server)).toMatchObject([
      { kind: "booked", state: "skipped", reason: "The session was canceled meanwhile." },
      { kind: "booked", state: "skipped" },
      { kind: "canceled", state: "sent" },
      { kind: "canceled", state: "sent" },
    ]);
  });

  test("a session that is over when the mail would go out is not told", async () => {
    const { server, story } = await open();
    await applyChangeNow(server.context, booked(story), { notify: true });
    server.clock.advance({ hours: 24 * 7 });
    await work(server);
    expect(await ledger(server)).toMatchObject([
      { state: "skipped", reason: "The session is over." },
      { state: "skipped" },
    ]);
  });

  test("a reschedule is one message to each, in any order of its halves, and moves the calendar's entry", async () => {
    const { server, story, maya, jordan } = await open();
    const { context } = server;
    const newUri = `${story.apiUrl}/scheduled_events/e2/invitees/i2`;
    const old = booked(story);
    const left = canceled(old, { at: "2026-11-21T11:00:00Z", movedTo: newUri });
    const next = { session: "e2", invitee: "i2", startAt: "2026-11-24T15:00:00Z", bookedAt: "2026-11-21T11:00:00Z" };
    const arrived = booked({ ...story, ...next, movedFrom: old.invitees[0]?.uri ?? "" });
    const everybody = [maya.email, jordan.email].sort();
    for (const order of [
      [left, arrived],
      [arrived, left],
    ]) {
      await context.database.delete(sessions);
      await context.database.delete(mailboxMessages);
      await applyChangeNow(context, old, { notify: true });
      await work(server);
      const first = await context.database.select().from(mailboxMessages);
      expect(first.map(({ recipient }) => recipient).sort()).toEqual(everybody);
      await context.database.delete(mailboxMessages);

      for (const half of order) {
        await applyChangeNow(context, half, { notify: true });
        await runAll(server);
      }
      server.clock.advance({ minutes: 30 });
      await runAll(server);
      const mail = await context.database.select().from(mailboxMessages);
      expect(mail.map(({ recipient }) => recipient).sort()).toEqual(everybody);
      for (const { subject, text } of mail) {
        expect(subject).toMatch(/^Moved: /);
        expect(text).toMatch(/ moved from Monday, November 23, .* to Tuesday, November 24, /);
      }
      const entryOf = ({ calendar }: { readonly calendar: string | null }) => readInvitation(calendar ?? "");
      const before = new Map(first.map((message) => [message.recipient, entryOf(message)]));
      for (const message of mail) {
        const [was, is] = [before.get(message.recipient), entryOf(message)];
        expect(is).toMatchObject({ uid: was?.uid, method: "REQUEST", startAt: "2026-11-24T15:00:00Z" });
        expect(is?.sequence).toBeGreaterThan(was?.sequence ?? 0);
      }
      expect((await ledger(server)).filter(({ kind }) => kind === "canceled")).toMatchObject([
        { state: "skipped", reason: "It moved: one message tells of the new time." },
        { state: "skipped" },
      ]);
    }
  });

  test("a booking that moved to somebody who is not connected here is told as moved away, once", async () => {
    const { server, story } = await open();
    const { context } = server;
    const newUri = `${story.apiUrl}/scheduled_events/e2/invitees/i2`;
    await applyChangeNow(context, booked(story), { notify: true });
    await work(server);
    await context.database.delete(mailboxMessages);
    const left = canceled(booked(story), { at: "2026-11-21T11:00:00Z", movedTo: newUri });
    await applyChangeNow(context, left, { notify: true });
    await runAll(server);
    expect(await context.database.$count(mailboxMessages)).toBe(0);
    server.clock.advance({ minutes: 20 });
    await runAll(server);
    await runAll(server);
    const mail = await context.database.select().from(mailboxMessages);
    expect(mail.map(({ subject }) => subject.split(":")[0])).toEqual(["Moved away", "Moved away"]);
  });

  test("the recipient's open mailbox page learns of it, and no one else's", async () => {
    const { server, story, maya, jordan } = await open();
    await applyChangeNow(server.context, booked(story), { notify: true });
    await work(server);
    const told = (await server.context.database.select().from(liveChanges)).filter(({ topic }) => topic === "mailbox");
    expect(told.map(({ audience }) => audience).sort()).toEqual([[jordan.id], [maya.id]].sort());
  });
});

describe("over SMTP, read by an independent parser", () => {
  test("the message carries text, HTML and an invitation that mail programs act on", async () => {
    const smtp = await openSmtp();
    const { server, story, jordan } = await open(smtp.url);
    await applyChangeNow(server.context, booked(story), { notify: true });
    await work(server);
    const mail = smtp.received.find((email) => email.to?.[0]?.address === jordan.email);
    expect(mail?.from).toMatchObject({ name: "Punctual", address: "mail@punctual.example" });
    expect(mail?.text).toContain("Your session with Maya Okafor is booked.");
    expect(mail?.html).toContain("Your session with Maya Okafor is booked.");
    const invitation = mail?.attachments.find(({ mimeType }) => mimeType === "text/calendar");
    expect(invitation?.method).toBe("REQUEST");
    expect(mail?.messageId).toMatch(/^<ntf_\w+@127\.0\.0\.1>$/);
  });

  test("what an invitee typed adds no header and no recipient", async () => {
    const smtp = await openSmtp();
    const { server, story, jordan } = await open(smtp.url);
    const evil = "Jordan\r\nBcc: victim@x.example\r\nX-Evil: 1\r\n\r\nSurprise";
    await applyChangeNow(server.context, booked({ ...story, name: evil }), { notify: true });
    await work(server);
    expect(smtp.received).toHaveLength(2);
    for (const mail of smtp.received) {
      expect(mail.bcc ?? []).toEqual([]);
      expect(mail.headers.map(({ key }) => key)).not.toContain("x-evil");
    }
    expect(
      smtp.received
        .flatMap((mail) => mail.to ?? [])
        .map(({ address }) => address)
        .sort(),
    ).toEqual([jordan.email, "maya@northside.example"].sort());
  });

  test("a server that refuses is tried again with the same Message-ID, and the ledger names no address", async () => {
    let refusing = true;
    const smtp = await openSmtp(() => refusing);
    const { server, story } = await open(smtp.url);
    await applyChangeNow(server.context, booked(story), { notify: true });
    expect(await work(server)).toMatchObject({ failed: 2 });
    const before = await ledger(server);
    expect(before).toMatchObject([{ state: "pending", attempts: 1 }, { state: "pending" }]);
    for (const row of before) expect(row.reason).not.toContain("@");
    refusing = false;
    const [handler] = notificationJobs(server.context);
    const attempt = { attempt: 2, last: false, signal: AbortSignal.timeout(5_000) };
    for (const { id } of before) await handler?.run({ notificationId: id }, attempt);
    const after = await ledger(server);
    expect(after).toMatchObject([{ state: "sent", attempts: 2 }, { state: "sent" }]);
    expect(after.map(({ messageId }) => messageId)).toEqual(before.map(({ messageId }) => messageId));
    expect(smtp.received).toHaveLength(2);
  });

  test("after the last attempt the message is failed, and says so", async () => {
    const smtp = await openSmtp(() => true);
    const { server, story } = await open(smtp.url);
    await applyChangeNow(server.context, booked(story), { notify: true });
    const [handler] = notificationJobs(server.context);
    const attempt = { attempt: 9, last: true, signal: AbortSignal.timeout(5_000) };
    for (const { id } of await ledger(server)) {
      await expect(handler?.run({ notificationId: id }, attempt)).rejects.toThrow();
    }
    expect(await ledger(server)).toMatchObject([{ state: "failed" }, { state: "failed" }]);
  });
});

describe("the embedded mailbox", () => {
  test("shows each their own mail, and an admin all, page by page", async () => {
    const { server, story, maya, jordan } = await open();
    await applyChangeNow(server.context, booked(story), { notify: true });
    await work(server);
    const ada = await seedPerson(server.context, { name: "Ada Lindqvist", role: "admin" });
    const handled = notificationRoutes(server.context);
    const own = bodyOf(await callRoute(handled, routes.listMailbox, viewerAs("realtor", jordan)));
    expect(own.items.map(({ to }) => to)).toEqual([jordan.email]);
    const first = bodyOf(await callRoute(handled, routes.listMailbox, viewerAs("admin", ada), { query: { limit: 1 } }));
    const cursor = first.nextCursor ?? "";
    const second = bodyOf(
      await callRoute(handled, routes.listMailbox, viewerAs("admin", ada), { query: { limit: 1, cursor } }),
    );
    expect(new Set([...first.items, ...second.items].map(({ to }) => to)).size).toBe(2);
    expect(second.nextCursor).toBeNull();

    const messageId = own.items[0]?.id ?? "";
    const message = bodyOf(
      await callRoute(handled, routes.getMailboxMessage, viewerAs("realtor", jordan), { params: { messageId } }),
    );
    expect(message.invitation).toMatchObject({
      method: "REQUEST",
      sequence: 0,
      startAt: "2026-11-23T15:00:00Z",
      endAt: "2026-11-23T16:00:00Z",
    });
    const foreign = callRoute(handled, routes.getMailboxMessage, viewerAs("coach", maya), { params: { messageId } });
    expect(problemOf(await foreign)).toBe("not_found");
    const nonsense = callRoute(handled, routes.listMailbox, viewerAs("coach", maya), { query: { cursor: "nonsense" } });
    expect(problemOf(await nonsense)).toBe("invalid_request");
  });

  test("is not there where mail goes out by SMTP", async () => {
    const { server, jordan } = await open("smtp://127.0.0.1:1");
    const handled = notificationRoutes(server.context);
    expect(problemOf(await callRoute(handled, routes.listMailbox, viewerAs("realtor", jordan)))).toBe("not_found");
  });
});
