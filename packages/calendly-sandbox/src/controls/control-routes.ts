import { type Context, Hono } from "hono";
import * as z from "zod";
import { bodyLimit, readBody } from "../http/input.ts";
import { SandboxTrouble, type TroubleKind } from "../store/trouble.ts";
import { accessControlRoutes } from "./routes/access.ts";
import { appControls } from "./routes/apps.ts";
import type { Control, ControlParts } from "./routes/control.ts";
import { lookingControls } from "./routes/looking.ts";
import { offeringControls } from "./routes/offering.ts";
import { peopleControls } from "./routes/people.ts";
import { snapshotControls } from "./routes/snapshots.ts";
import { staffControls } from "./routes/staff.ts";
import { timeControls } from "./routes/time.ts";
import { troubleControls } from "./routes/trouble.ts";

export type { ControlParts } from "./routes/control.ts";

const allControls: readonly Control[] = [
  ...timeControls,
  ...troubleControls,
  ...snapshotControls,
  ...accessControlRoutes,
  ...appControls,
  ...peopleControls,
  ...offeringControls,
  ...staffControls,
  ...lookingControls,
];

const statuses: Partial<Record<TroubleKind, 404 | 409>> = { missing: 404, conflict: 409 };

/** What is wrong with a request is one sentence. */
function refuse(c: Context, error: unknown): Response {
  if (error instanceof SandboxTrouble) return c.json({ error: error.message }, statuses[error.kind] ?? 400);
  throw error;
}

function describe({ method, path, says, takes }: Control) {
  const body = takes === undefined ? {} : { body: z.toJSONSchema(takes, { io: "input", unrepresentable: "any" }) };
  return { method, path: `/_sandbox${path}`, says, ...body };
}

async function run(parts: ControlParts, control: Control, c: Context): Promise<Response> {
  const request = c.req.raw;
  try {
    const reads = control.method !== "GET" && control.raw === undefined;
    const body = reads ? await readBody(request) : ({ kind: "read", parameters: {} } as const);
    if (body.kind === "unreadable") throw new SandboxTrouble(`${body.message}.`, { kind: "invalid" });
    const origins = parts.originsOf(request);
    const call = { ...parts, request, origins, params: c.req.param(), query: c.req.query(), body: body.parameters };
    const answer = await control.handle(call);
    if (answer instanceof Response) return answer;
    return answer.body === undefined
      ? new Response(null, { status: answer.status })
      : Response.json(answer.body, { status: answer.status, headers: { "cache-control": "no-store" } });
  } catch (error) {
    return refuse(c, error);
  }
}

/** `/_sandbox/*`: the controls over HTTP, in plain JSON; `GET /_sandbox` lists them. */
export function controlRoutes(parts: ControlParts): Hono {
  const routes = new Hono().basePath("/_sandbox");
  routes.get("/", (c) => c.json({ largestBody: bodyLimit, controls: allControls.map(describe) }));
  for (const control of allControls) {
    routes.on(control.method, control.path, (c) => run(parts, control, c));
  }
  routes.all("/*", (c) => {
    const known = allControls.some(({ path }) => `/_sandbox${path}` === c.req.path);
    const sentence = known
      ? `This control does not take ${c.req.method}: GET /_sandbox lists what there is.`
      : "There is no such control: GET /_sandbox lists them.";
    return c.json({ error: sentence }, 404);
  });
  return routes;
}
