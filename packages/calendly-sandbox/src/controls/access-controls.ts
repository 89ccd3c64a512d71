import { randomUUID } from "node:crypto";
import { allScopes } from "@punctual/calendly";
import * as z from "zod";
import { deauthorize } from "../oauth/tokens.ts";
import type { Token } from "../oauth/types.ts";
import type { State } from "../state.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import { changePlan } from "../world/plan.ts";
import type { Organization, User } from "../world/types.ts";
import { idIn, instant, missing, read } from "./read.ts";

const scopes = z.array(z.enum(allScopes as readonly [string, ...string[]])).max(200);
const stages = ["trial", "free", "paid"] as const;
const plans = ["basic", "essentials", "standard", "professional", "teams", "enterprise"] as const;

export const planSchema = z
  .strictObject({
    /** Id or URI; the one that the scenario began with when left out. */
    organization: z.string().max(300).optional(),
    plan: z.enum(plans).optional(),
    stage: z.enum(stages).optional(),
  })
  .refine(({ plan, stage }) => plan !== undefined || stage !== undefined, "name a plan, a stage, or both");

export const newTokenSchema = z.strictObject({
  /** Id, URI or e-mail address of whom it speaks for. */
  user: z.string().min(1).max(300),
  /** All when left out. */
  scopes: scopes.optional(),
  expiresAt: instant.optional(),
});

export const tokenChangeSchema = z
  .strictObject({
    scopes: scopes.optional(),
    /** Null: never. An instant in the past ends it now. */
    expiresAt: instant.nullable().optional(),
    /** False also brings a used refresh token back to life. */
    revoked: z.boolean().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), "name scopes, expiresAt or revoked");

export const revokeSchema = z
  .strictObject({
    user: z.string().min(1).max(300).optional(),
    clientId: z.string().min(1).max(300).optional(),
    kind: z.enum(["access", "refresh", "personal"]).optional(),
  })
  .refine((query) => Object.values(query).some((value) => value !== undefined), "name a user, a clientId or a kind");

export interface AccessControls {
  /** Limits and features follow with the next call. */
  changePlan(change: z.input<typeof planSchema>): Organization;
  listTokens(): readonly Token[];
  /** A personal token, shown as it is. */
  createToken(request: z.input<typeof newTokenSchema>): Token;
  /** Changes what a token opens or how long it lives, at once. */
  changeToken(token: string, change: z.input<typeof tokenChangeSchema>): Token;
  /** Ends every token that fits all that is named. Returns how many were alive. */
  revokeTokens(query: z.input<typeof revokeSchema>): number;
  /** A Calendly user takes back consent, for all apps or one. Returns the number of tokens that died. */
  deauthorize(user: string, clientId?: string): number;
}

/** The user of an id, a URI or an e-mail address. Throws `SandboxTrouble` (`missing`) when there is none. */
export function userNamed({ store }: State, name: string): User {
  const user = name.includes("@")
    ? store.users.first({ where: { email: name.trim().toLowerCase() } })
    : store.users.get(idIn(name));
  if (user === null) throw new SandboxTrouble(`There is no Calendly user "${name}".`, { kind: "missing" });
  return user;
}

/** The id of the organization that is named, by id or URI; of the one that the scenario began with when none is. */
export function organizationIdOf({ store }: State, name: string | undefined): string {
  if (name !== undefined) return idIn(name);
  // Others come to be when members are removed, and are younger.
  return store.organizations.first({ order: { by: "created", direction: "asc" } })?.id ?? "";
}

export function createAccessControls(state: State): AccessControls {
  const { store, clock } = state;
  return {
    changePlan(change) {
      const { organization, plan, stage } = read(planSchema, change);
      const outcome = changePlan(state, {
        organizationId: organizationIdOf(state, organization),
        ...(plan === undefined ? {} : { plan }),
        ...(stage === undefined ? {} : { stage }),
      });
      if (outcome.kind === "changed") return outcome.organization;
      throw missing("organization");
    },
    listTokens: () => store.tokens.list(),
    createToken(request) {
      const { user, scopes: opened, expiresAt } = read(newTokenSchema, request);
      const token: Token = {
        token: `sandbox-personal-token-${randomUUID()}`,
        kind: "personal",
        userId: userNamed(state, user).id,
        clientId: null,
        grantId: null,
        scopes: opened ?? allScopes,
        issuedAt: clock.now(),
        expiresAt: expiresAt ?? null,
        revoked: false,
      };
      store.tokens.put(token);
      return token;
    },
    changeToken(name, change) {
      const wanted = read(tokenChangeSchema, change);
      const standing = store.tokens.get(name);
      if (standing === null) throw new SandboxTrouble("There is no such token.", { kind: "missing" });
      const changed: Token = {
        ...standing,
        scopes: wanted.scopes ?? standing.scopes,
        expiresAt: wanted.expiresAt === undefined ? standing.expiresAt : wanted.expiresAt,
        revoked: wanted.revoked ?? standing.revoked,
      };
      store.tokens.put(changed);
      return changed;
    },
    revokeTokens(query) {
      const { user, clientId, kind } = read(revokeSchema, query);
      const userId = user === undefined ? undefined : userNamed(state, user).id;
      return store.transaction(() => {
        const alive = store.tokens
          .list({ where: { user: userId, client: clientId, kind } })
          .filter((token) => !token.revoked);
        for (const token of alive) store.tokens.put({ ...token, revoked: true });
        return alive.length;
      });
    },
    deauthorize: (user, clientId) => deauthorize(state, userNamed(state, user).id, clientId),
  };
}
