import { afterEach, beforeEach, expect, test } from "vitest";
import type { Context } from "../../platform/context.ts";
import { viewerAs } from "../../testing/call-route.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { streamChanges } from "./stream-changes.ts";

let server: TestContext;
let gone: AbortController;
beforeEach(async () => {
  server = await createTestContext();
  gone = new AbortController();
});
afterEach(async () => {
  gone.abort();
  await server.close();
});

type Person = { readonly id: string; readonly email: string };

/** Opens a stream and reads until `enough` is in what has come so far. */
async function openStream(context: Context, person: Person, lastEventId: string | null = null) {
  const viewer = viewerAs("coach", person);
  const response = await streamChanges(context, viewer, { lastEventId, signal: gone.signal });
  if (response === null) throw new Error("Too many streams are open.");
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    response,
    async until(enough: string): Promise<string> {
      while (!text.includes(enough)) {
        const chunk = await reader?.read();
        if (chunk === undefined || chunk.done) throw new Error(`the stream ended at: ${text}`);
        text += chunk.value;
      }
      return text;
    },
    async untilEnd(): Promise<void> {
      while (!(await reader?.read())?.done);
    },
    cancel: () => reader?.cancel(),
  };
}

const publish = (id: string, audience: readonly string[]) =>
  server.context.database.transaction((tx) => server.context.live.publish(tx, { topic: "sessions", id, audience }));

test("a change reaches the pages of those it concerns, and only theirs", async () => {
  const maya = await seedPerson(server.context, { name: "Maya Okafor", role: "coach" });
  const tom = await seedPerson(server.context, { name: "Tom Reyes", role: "coach" });
  const [mayas, toms] = [await openStream(server.context, maya), await openStream(server.context, tom)];
  expect(mayas.response.headers.get("content-type")).toContain("text/event-stream");
  await publish("ses_1", [maya.id]);
  await publish("ses_2", [maya.id, tom.id]);
  const told = await mayas.until("ses_2");
  expect(told).toMatch(/id: \d+\nevent: change\ndata: \{"topic":"sessions","id":"ses_1"\}\n\n/);
  expect(await toms.until("ses_2")).not.toContain("ses_1");
});

test("a stream that broke goes on after the last change it had told", async () => {
  const maya = await seedPerson(server.context, { name: "Maya Okafor", role: "coach" });
  await publish("ses_0", [maya.id]);
  const before = await openStream(server.context, maya, "0");
  const told = await before.until("ses_0");
  await before.cancel();
  await publish("ses_1", [maya.id]);
  const last = [...told.matchAll(/^id: (\d+)/gm)].at(-1)?.[1] ?? "";
  const after = await (await openStream(server.context, maya, last)).until("ses_1");
  expect(after).not.toContain("ses_0");
});

test.each(["nonsense; drop", "999999999999"])(
  "the resume point %j is not ours: it begins with what comes next",
  async (lastEventId) => {
    const maya = await seedPerson(server.context, { name: "Maya Okafor", role: "coach" });
    await publish("ses_0", [maya.id]);
    const stream = await openStream(server.context, maya, lastEventId);
    await publish("ses_1", [maya.id]);
    expect(await stream.until("ses_1")).not.toContain("ses_0");
  },
);

test("the stream ends when the browser goes away", async () => {
  const maya = await seedPerson(server.context, { name: "Maya Okafor", role: "coach" });
  const stream = await openStream(server.context, maya);
  await stream.until(": connected");
  gone.abort();
  await stream.untilEnd();
});
