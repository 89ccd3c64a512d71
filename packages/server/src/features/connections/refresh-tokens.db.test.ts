import { endpoints } from "@punctual/calendly";
import { routes } from "@punctual/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditEntries, connections, mailboxMessages } from "../../platform/database/schema.ts";
import { bodyOf, callRoute, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connect, connectCoach, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { notificationJobs } from "../notifications/index.ts";
import { calendlyFor, connectionJobs, connectionRoutes, planUpkeep } from "./index.ts";

let run: SandboxContext;
let maya: Coach;
/** Requests that reached Calendly's token endpoint. */
let tokenRequests: number;

beforeEach(async () => {
  tokenRequests = 0;
  run = await createSandboxContext({
    fetch: (input, init) => {
      if (String(input).endsWith("/oauth/token")) tokenRequests += 1;
      return fetch(input, init);
    },
  });
  maya = await connectCoach(run, "Maya Okafor");
  tokenRequests = 0;
});
afterEach(() => run.close());

async function readMe(coach: Coach = maya): Promise<string> {
  const access = await calendlyFor(run.context, coach.id, { purpose: "person" });
  if (access.kind !== "ready") return access.kind;
  const { resource } = await access.client.request(endpoints.getCurrentUser);
  return resource.email;
}

const userId = async () => (await run.context.database.select().from(connections))[0]?.userUri.split("/").at(-1) ?? "";

test("a token that lasts is used as it is", async () => {
  run.clock.advance({ minutes: 114 });
  expect(await readMe()).toBe(maya.email);
  expect(tokenRequests).toBe(0);
});

test("a token that ends within five minutes is renewed first", async () => {
  run.clock.advance({ minutes: 116 });
  expect(await readMe()).toBe(maya.email);
  expect(tokenRequests).toBe(1);
  const [row] = await run.context.database.select().from(connections);
  expect(row?.tokensVersion).toBe(2);
});

test("however many need new tokens at once, Calendly is asked exactly once", async () => {
  run.clock.advance({ hours: 3 });
  const answers = await Promise.all(Array.from({ length: 5 }, () => readMe()));
  expect(answers).toEqual(Array.from({ length: 5 }, () => maya.email));
  expect(tokenRequests).toBe(1);
});

test("two processes that need new tokens at once ask Calendly exactly once", async () => {
  run.clock.advance({ hours: 3 });
  // Another object for the same database shares no memory with the first: only the row lock is between them.
  const twin = { ...run.context, database: Object.create(run.context.database) as typeof run.context.database };
  const kinds = await Promise.all(
    [run.context, twin, run.context, twin].map(
      async (context) => (await calendlyFor(context, maya.id, { purpose: "person" })).kind,
    ),
  );
  expect(kinds).toEqual(["ready", "ready", "ready", "ready"]);
  expect(tokenRequests).toBe(1);
});

test("a client outlives its first token", async () => {
  const access = await calendlyFor(run.context, maya.id, { purpose: "person" });
  if (access.kind !== "ready") throw new Error(access.kind);
  run.clock.advance({ hours: 3 });
  const { resource } = await access.client.request(endpoints.getCurrentUser);
  expect(resource.email).toBe(maya.email);
  run.clock.advance({ hours: 3 });
  await access.client.request(endpoints.getCurrentUser);
  expect(tokenRequests).toBe(2);
});

test("scopes that Calendly narrows when it renews are what counts from then on", async () => {
  await run.context.database.update(connections).set({ scopes: [] });
  run.clock.advance({ hours: 3 });
  await readMe();
  expect((await run.context.database.select().from(connections))[0]?.scopes).toContain("scheduled_events:write");
});

test("tokens are renewed before they end though nobody calls", async () => {
  run.clock.advance({ minutes: 116 });
  await planUpkeep(run.context);
  await run.runJobs(connectionJobs(run.context, noHooks));
  expect(tokenRequests).toBe(1);
  expect((await run.context.database.select().from(connections))[0]).toMatchObject({ tokensVersion: 2 });
});

describe("a link that Calendly has ended", () => {
  test("is told to the coach once for each spell, with the way back", async () => {
    const mails = () => run.context.database.select().from(mailboxMessages);
    const end = async () => {
      run.sandbox.deauthorize(await userId());
      await Promise.all([readMe(), readMe()].map((one) => one.catch(() => undefined)));
      await readMe();
      await run.runJobs(notificationJobs(run.context));
    };
    await end();
    await end();
    const [mail, ...more] = await mails();
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ recipient: maya.email });
    expect(mail?.text).toContain(`${run.context.config.publicUrl}/settings/connection`);

    await connect(run, maya, maya.email);
    await end();
    expect(await mails()).toHaveLength(2);
  });

  test("is not told to a coach who has connected again before the message went out", async () => {
    run.sandbox.deauthorize(await userId());
    await readMe().catch(() => undefined);
    await connect(run, maya, maya.email);
    await run.runJobs(notificationJobs(run.context));
    expect(await run.context.database.$count(mailboxMessages)).toBe(0);
  });

  test("needs to be reconnected, says so to the coach, and is not asked about again", async () => {
    run.sandbox.deauthorize(await userId());
    run.clock.advance({ hours: 3 });
    expect(await readMe()).toBe("needs_reconnect");
    const viewer = viewerAs("coach", maya);
    const connection = bodyOf(await callRoute(connectionRoutes(run.context, noHooks), routes.getConnection, viewer));
    expect(connection.state).toBe("needs_reconnect");
    expect(connection.trouble).toContain("Connect Calendly again");
    expect(await readMe()).toBe("needs_reconnect");
    expect(tokenRequests).toBe(1);
    const entries = await run.context.database.select().from(auditEntries);
    expect(entries.map(({ action }) => action)).toContain("connection.needs_reconnect");
  });

  test("is noticed by the first call that is refused, while the token should still last", async () => {
    run.sandbox.deauthorize(await userId());
    await expect(readMe()).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await readMe()).toBe("needs_reconnect");
  });
});

describe("Calendly's OAuth server being out of reach", () => {
  const breakOAuth = () => run.sandbox.addFault({ kind: "http", path: "/oauth/token", status: 503 });

  test("does not end a link, and a token in its last minutes still works", async () => {
    breakOAuth();
    run.clock.advance({ minutes: 117 });
    expect(await readMe()).toBe(maya.email);
  });

  test("makes calls fail as unreachable when the token is over, until it answers again", async () => {
    breakOAuth();
    run.clock.advance({ hours: 3 });
    await expect(readMe()).rejects.toMatchObject({ code: "unreachable" });
    run.sandbox.clearFaults();
    expect(await readMe()).toBe(maya.email);
  });
});
