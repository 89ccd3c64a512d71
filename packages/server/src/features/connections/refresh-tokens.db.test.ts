import { endpoints } from "@punctual/calendly";
import { routes } from "@punctual/contract";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { auditEntries, connections } from "../../platform/database/schema.ts";
import { bodyOf, callRoute, viewerAs } from "../../testing/call-route.ts";
import { type Coach, connectCoach, noHooks } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { calendlyFor, connectionRoutes } from "./index.ts";

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
  const access = await calendlyFor(run.context, coach.id);
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
    [run.context, twin, run.context, twin].map(async (context) => (await calendlyFor(context, maya.id)).kind),
  );
  expect(kinds).toEqual(["ready", "ready", "ready", "ready"]);
  expect(tokenRequests).toBe(1);
});

test("a client outlives its first token", async () => {
  const access = await calendlyFor(run.context, maya.id);
  if (access.kind !== "ready") throw new Error(access.kind);
  run.clock.advance({ hours: 3 });
  const { resource } = await access.client.request(endpoints.getCurrentUser);
  expect(resource.email).toBe(maya.email);
  run.clock.advance({ hours: 3 });
  await access.client.request(endpoints.getCurrentUser);
  expect(tokenRequests).toBe(2);
});

describe("a link that Calendly has ended", () => {
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
