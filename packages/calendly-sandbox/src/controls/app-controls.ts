import { allScopes } from "@punctual/calendly";
import * as z from "zod";
import { registerApp, removeApp } from "../oauth/apps.ts";
import { changeLogin } from "../oauth/change-login.ts";
import type { State } from "../state.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import type { App, User } from "../world/types.ts";
import { userNamed } from "./access-controls.ts";
import { read } from "./read.ts";

export const newAppSchema = z.strictObject({
  name: z.string().min(1).max(100),
  /** `web` when left out. */
  kind: z.enum(["web", "native"]).optional(),
  /** `sandbox` when left out. */
  environment: z.enum(["sandbox", "production"]).optional(),
  redirectUris: z.array(z.string().min(1).max(2_000)).max(50).optional(),
  /** None when left out, as for a new app at Calendly. */
  scopes: z.array(z.enum(allScopes)).max(200).optional(),
});

export const loginChangeSchema = z.strictObject({
  /** Id, URI or e-mail address. */
  user: z.string().min(1).max(300),
  change: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("email"), email: z.string().min(1).max(320) }),
    z.strictObject({ kind: z.literal("password") }),
    z.strictObject({ kind: z.literal("method") }),
  ]),
});

export interface AppControls {
  listApps(): readonly App[];
  /** An OAuth app with an id, a secret and a signing key of its own. */
  registerApp(request: z.input<typeof newAppSchema>): App;
  /** Removes an app and every consent that was given to it. False when there is none of that id. */
  removeApp(clientId: string): boolean;
  /** Somebody changes their e-mail address, password or way of signing in: all their tokens end. */
  changeLogin(request: z.input<typeof loginChangeSchema>): { readonly user: User; readonly revoked: number };
}

export function createAppControls(state: State): AppControls {
  return {
    listApps: () => state.store.apps.list(),
    registerApp(request) {
      const {
        name,
        kind = "web",
        environment = "sandbox",
        redirectUris = [],
        scopes = [],
      } = read(newAppSchema, request);
      const outcome = registerApp(state, { name, kind, environment, redirectUris, scopes });
      switch (outcome.kind) {
        case "registered":
          return outcome.app;
        case "invalid_redirect":
          throw new SandboxTrouble(
            `redirectUris: ${outcome.redirectUri} is no address that a ${kind} app of the ${environment} environment may have.`,
            { kind: "invalid" },
          );
        case "invalid_name":
          throw new SandboxTrouble("name: must hold 1 to 100 characters.", { kind: "invalid" });
      }
    },
    removeApp: (clientId) => removeApp(state, clientId),
    changeLogin(request) {
      const { user, change } = read(loginChangeSchema, request);
      const outcome = changeLogin(state, userNamed(state, user).id, change);
      switch (outcome.kind) {
        case "changed":
          return { user: outcome.user, revoked: outcome.revokedTokens };
        case "not_found":
          throw new SandboxTrouble(`There is no Calendly user "${user}".`, { kind: "missing" });
        case "invalid_email":
          throw new SandboxTrouble("change.email: is no e-mail address.", { kind: "invalid" });
        case "email_taken":
          throw new SandboxTrouble("change.email: belongs to somebody else.", { kind: "conflict" });
      }
    },
  };
}
