import { type Context, Hono } from "hono";
import { z } from "zod";
import { formatInstant } from "../clock.ts";
import { readBody } from "../http/input.ts";
import { inviteeUri, type Origins } from "../http/origin.ts";
import { idInUri } from "../http/reader.ts";
import { describeCredentials } from "../scenario/credentials.ts";
import { type ScenarioName, scenarioNames } from "../scenario/scenarios.ts";
import type { State } from "../state.ts";
import type { World } from "../world/types.ts";
import type { Controls } from "./controls.ts";
import { faultSchema } from "./fault-rules.ts";

export interface ControlParts {
  readonly state: State;
  readonly world: World;
  readonly controls: Controls;
  readonly originsOf: (request: Request) => Origins;
}

const resetSchema = z.object({
  scenario: z.enum(scenarioNames as [ScenarioName, ...ScenarioName[]]).optional(),
  seed: z.coerce.number().int().min(0).optional(),
});

const clockSchema = z.discriminatedUnion("action", [
  z.object({ action: z.literal("set"), at: z.iso.datetime({ offset: true }) }),
  z.object({ action: z.literal("freeze"), at: z.iso.datetime({ offset: true }).optional() }),
  z.object({
    action: z.literal("advance"),
    seconds: z.coerce
      .number()
      .min(0)
      .max(400 * 86_400),
  }),
  z.object({ action: z.literal("resume") }),
]);

/** Without the keys whose value is undefined: an absent option and one of undefined are not the same to the type checker. */
type Defined<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };
function defined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as Defined<T>;
}

/** `/_sandbox/*`: the controls over HTTP. Answers are plain JSON; what is wrong with a request is one sentence. */
export function controlRoutes(parts: ControlParts): Hono {
  const { state, world, controls, originsOf } = parts;
  const routes = new Hono().basePath("/_sandbox");
  const wrong = (c: Context, sentence: string, status: 400 | 404 | 409 = 400) => c.json({ error: sentence }, status);

  async function read<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema> | Response> {
    const body = await readBody(c.req.raw);
    if (body.kind === "unreadable") return wrong(c, body.message);
    const parsed = schema.safeParse(body.parameters);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    return wrong(c, `${issue?.path.join(".") || "The request"}: ${issue?.message ?? "is invalid"}.`);
  }

  const clockState = () => ({
    now: formatInstant(state.clock.now()),
    frozen: state.clock.isFrozen(),
    offsetSeconds: state.clock.offset() === null ? null : Math.round((state.clock.offset() ?? 0) / 1000),
  });

  routes.get("/credentials", (c) => c.json(describeCredentials(state, originsOf(c.req.raw))));

  const reset = async (c: Context) => {
    const body = await read(c, resetSchema);
    if (body instanceof Response) return body;
    controls.reset(defined(body));
    return c.json(describeCredentials(state, originsOf(c.req.raw)));
  };
  routes.post("/reset", reset);
  routes.post("/seed", reset);

  routes.get("/clock", (c) => c.json(clockState()));
  routes.post("/clock", async (c) => {
    const body = await read(c, clockSchema);
    if (body instanceof Response) return body;
    if (body.action === "set") controls.setClock(Date.parse(body.at));
    else if (body.action === "freeze") controls.freeze(body.at === undefined ? undefined : Date.parse(body.at));
    else if (body.action === "advance") await controls.advance(body.seconds * 1000);
    else controls.resume();
    return c.json(clockState());
  });

  routes.get("/faults", (c) => c.json({ faults: controls.listFaults() }));
  routes.post("/faults", async (c) => {
    const body = await read(c, faultSchema);
    if (body instanceof Response) return body;
    return c.json({ fault: controls.addFault(body) }, 201);
  });
  routes.delete("/faults", (c) => {
    controls.clearFaults();
    return c.body(null, 204);
  });
  routes.delete("/faults/:id", (c) =>
    controls.removeFault(c.req.param("id")) ? c.body(null, 204) : wrong(c, "There is no fault of this id.", 404),
  );

  routes.get("/deliveries", (c) => {
    const status = (["pending", "delivered", "failed", "dropped"] as const).find(
      (one) => one === c.req.query("status"),
    );
    const subscriptionId = c.req.query("subscription");
    const query = { ...(status && { status }), ...(subscriptionId && { subscriptionId }) };
    return c.json({ deliveries: controls.listDeliveries(query) });
  });
  routes.post("/deliveries/settle", async (c) => {
    await controls.settle();
    return c.json({ deliveries: controls.listDeliveries({ status: "pending" }) });
  });
  routes.post("/deliveries/:id/replay", (c) => {
    const delivery = controls.replay(c.req.param("id"));
    return delivery === null ? wrong(c, "There is no delivery of this id.", 404) : c.json({ delivery }, 201);
  });

  routes.post("/deauthorize", async (c) => {
    const body = await read(c, z.object({ user: z.string(), clientId: z.string().optional() }));
    if (body instanceof Response) return body;
    const userId = idInUri(body.user, "users") ?? body.user;
    if (state.store.users.get(userId) === null) return wrong(c, "There is no Calendly user of this id.", 404);
    return c.json({ revoked: controls.deauthorize(userId, body.clientId) });
  });

  routes.post("/invitees/:uuid/cancel", async (c) => {
    const body = await read(c, z.object({ reason: z.string().max(10_000).optional() }));
    if (body instanceof Response) return body;
    const outcome = world.cancelByInvitee({ inviteeUuid: c.req.param("uuid"), reason: body.reason ?? null });
    if (outcome.kind !== "canceled") return wrong(c, `Not canceled: ${outcome.kind}.`, 409);
    const link = { eventId: outcome.event.id, inviteeId: outcome.invitee.id };
    return c.json({ invitee: inviteeUri(originsOf(c.req.raw), link) });
  });
  routes.post("/invitees/:uuid/reschedule", async (c) => {
    const body = await read(c, z.object({ start_time: z.string() }));
    if (body instanceof Response) return body;
    const outcome = world.rescheduleByInvitee({ inviteeUuid: c.req.param("uuid"), startTime: body.start_time });
    if (outcome.kind !== "rescheduled") return wrong(c, `Not rescheduled: ${outcome.kind}.`, 409);
    const link = { eventId: outcome.event.id, inviteeId: outcome.invitee.id };
    return c.json({ invitee: inviteeUri(originsOf(c.req.raw), link) });
  });

  routes.all("/*", (c) => wrong(c, "There is no such control.", 404));
  return routes;
}
