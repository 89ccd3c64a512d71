import { describeCredentials } from "../../scenario/credentials.ts";
import { scenarios } from "../../scenario/scenarios.ts";
import { clockSchema } from "../clock-controls.ts";
import { resetSchema } from "../controls.ts";
import { read } from "../read.ts";
import { settingsSchema } from "../setting-schemas.ts";
import { asRequest, type Control, type ControlCall, ok } from "./control.ts";

function reset({ controls, state, origins, body }: ControlCall) {
  controls.reset(asRequest(body));
  return ok(describeCredentials(state, origins));
}

async function moveClock({ controls, body }: ControlCall) {
  const wanted = read(clockSchema, body);
  if (wanted.action === "set") controls.setClock(wanted.at);
  else if (wanted.action === "freeze") controls.freeze(wanted.at);
  else if (wanted.action === "advance") await controls.advance(wanted.seconds * 1000);
  else if (wanted.action === "next") {
    const [next] = controls.listDue(1);
    if (next !== undefined) await controls.advance(Math.max(0, next.at - controls.now()));
  } else controls.resume();
  return ok(controls.readClock());
}

/** Scenario, clock and settings. */
export const timeControls: readonly Control[] = [
  {
    method: "GET",
    path: "/credentials",
    says: "Apps, personal tokens, people and bookable links of the scenario",
    handle: ({ state, origins }) => ok(describeCredentials(state, origins)),
  },
  {
    method: "GET",
    path: "/scenarios",
    says: "The scenarios there are",
    handle: () => ok({ scenarios: Object.keys(scenarios) }),
  },
  {
    method: "POST",
    path: "/reset",
    says: "Clears everything, the clock included, and seeds again",
    takes: resetSchema,
    handle: reset,
  },
  { method: "POST", path: "/seed", says: "The same as reset", takes: resetSchema, handle: reset },
  { method: "GET", path: "/clock", says: "The sandbox's time", handle: ({ controls }) => ok(controls.readClock()) },
  {
    method: "POST",
    path: "/clock",
    says: "Sets, freezes, advances or resumes the clock",
    takes: clockSchema,
    handle: moveClock,
  },
  {
    method: "GET",
    path: "/clock/due",
    says: "What happens next by itself",
    handle: ({ controls }) => ok({ due: controls.listDue() }),
  },
  {
    method: "GET",
    path: "/settings",
    says: "Every setting as it stands",
    handle: ({ controls }) => ok({ settings: controls.listSettings() }),
  },
  {
    method: "GET",
    path: "/settings/described",
    says: "Every setting with its meaning, what it may be, and what it was at the start",
    handle: ({ controls }) => ok({ settings: controls.describeSettings() }),
  },
  {
    method: "PATCH",
    path: "/settings",
    says: "Changes settings until the next reset",
    takes: settingsSchema,
    handle: ({ controls, body }) => ok({ settings: controls.changeSettings(asRequest(body)) }),
  },
];
