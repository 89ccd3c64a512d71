import { outgoingMessageBodySchema, routes } from "@punctual/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { connections } from "../../platform/database/schema.ts";
import { bodyOf, callRoute, viewerAs } from "../../testing/call-route.ts";
import { connectCoach } from "../../testing/connect-coach.ts";
import { createSandboxContext, type SandboxContext } from "../../testing/sandbox-context.ts";
import { seedPerson } from "../../testing/seed-programme.ts";
import { openReceiver, type WebhookReceiver } from "../../testing/webhook-receiver.ts";
import { calendlyFor } from "../connections/index.ts";
import { outgoingJobs, outgoingRoutes } from "./index.ts";

let hook: WebhookReceiver;
let run: SandboxContext;
beforeEach(async () => {
  hook = await openReceiver();
  run = await createSandboxContext({ config: { outgoingPrivateHosts: [hook.host] } });
});
afterEach(async () => {
  await run.close();
  hook.close();
});

test("a refresh token that Calendly refuses is told to other systems once, however many calls find it out", async () => {
  const { context, clock, sandbox } = run;
  const maya = await connectCoach(run, "Maya Okafor");
  const admin = viewerAs("admin", await seedPerson(context, { name: "Ada Lindqvist", role: "admin" }));
  bodyOf(
    await callRoute(outgoingRoutes(context), routes.createOutgoingEndpoint, admin, {
      body: { url: `http://${hook.host}/`, kinds: ["connection.needs_reconnect"] },
    }),
  );
  const [connection] = await context.database.select().from(connections);
  sandbox.deauthorize(connection?.userUri.split("/").at(-1) ?? "");
  clock.advance({ hours: 3 });
  const ask = async () => (await calendlyFor(context, maya.id, { purpose: "person" })).kind;
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array.from({ length: 3 }, () => "needs_reconnect"));
  await run.runJobs(outgoingJobs(context));
  expect(await ask()).toBe("needs_reconnect");
  await run.runJobs(outgoingJobs(context));
  expect(hook.got.map(({ body }) => outgoingMessageBodySchema.parse(JSON.parse(body)))).toEqual([
    { type: "connection.needs_reconnect", timestamp: clock.now().toString(), data: { coachId: maya.id } },
  ]);
});
