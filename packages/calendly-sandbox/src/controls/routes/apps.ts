import { loginChangeSchema, newAppSchema } from "../app-controls.ts";
import { asRequest, type Control, found, made, ok } from "./control.ts";

/** OAuth apps, and what ends every token of somebody. */
export const appControls: readonly Control[] = [
  {
    method: "GET",
    path: "/apps",
    says: "The OAuth apps, with their secrets",
    handle: ({ controls }) => ok({ apps: controls.listApps() }),
  },
  {
    method: "POST",
    path: "/apps",
    says: "Registers an OAuth app",
    takes: newAppSchema,
    handle: ({ controls, body }) => made({ app: controls.registerApp(asRequest(body)) }),
  },
  {
    method: "DELETE",
    path: "/apps/:clientId",
    says: "Removes an OAuth app and every consent that was given to it",
    handle: ({ controls, params }) => found(controls.removeApp(params["clientId"] ?? ""), "app"),
  },
  {
    method: "POST",
    path: "/login",
    says: "Somebody changes their e-mail address, password or way of signing in, which ends all their tokens",
    takes: loginChangeSchema,
    handle: ({ controls, body }) => ok(controls.changeLogin(asRequest(body))),
  },
];
