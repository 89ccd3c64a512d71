import * as z from "zod";
import { newTokenSchema, planSchema, revokeSchema, tokenChangeSchema } from "../access-controls.ts";
import { read } from "../read.ts";
import { asRequest, type Control, made, ok } from "./control.ts";

const deauthorizeSchema = z.strictObject({ user: z.string().min(1), clientId: z.string().optional() });

/** Plans and tokens. */
export const accessControlRoutes: readonly Control[] = [
  {
    method: "PATCH",
    path: "/plan",
    says: "Changes an organization's plan or stage",
    takes: planSchema,
    handle: ({ controls, body }) => ok({ organization: controls.changePlan(asRequest(body)) }),
  },
  {
    method: "GET",
    path: "/tokens",
    says: "Every token, alive or not",
    handle: ({ controls }) => ok({ tokens: controls.listTokens() }),
  },
  {
    method: "POST",
    path: "/tokens",
    says: "Makes a personal token for somebody",
    takes: newTokenSchema,
    handle: ({ controls, body }) => made({ token: controls.createToken(asRequest(body)) }),
  },
  {
    method: "POST",
    path: "/tokens/revoke",
    says: "Ends every token that fits all that is named",
    takes: revokeSchema,
    handle: ({ controls, body }) => ok({ revoked: controls.revokeTokens(asRequest(body)) }),
  },
  {
    method: "PATCH",
    path: "/tokens/:token",
    says: "Changes a token's scopes, its end, or whether it is revoked",
    takes: tokenChangeSchema,
    handle: ({ controls, params, body }) => ok({ token: controls.changeToken(params["token"] ?? "", asRequest(body)) }),
  },
  {
    method: "POST",
    path: "/deauthorize",
    says: "An account takes its consent back, from all apps or one",
    takes: deauthorizeSchema,
    handle({ controls, body }) {
      const { user, clientId } = read(deauthorizeSchema, body);
      return ok({ revoked: controls.deauthorize(user, clientId) });
    },
  },
];
