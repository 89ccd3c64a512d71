import { randomBytes } from "node:crypto";
import type { State } from "../state.ts";
import { recordOwnActivity } from "../world/activity.ts";
import type { CodeGrant } from "../world/types.ts";

const codeLifetime = 10 * 60_000;

/** A single-use authorization code of 64 hex characters, valid for 10 minutes. */
export function issueCode(state: State, grant: CodeGrant): string {
  const code = randomBytes(32).toString("hex");
  recordOwnActivity(state, grant.userId, {
    namespace: "Login",
    action: "Succeeded",
    details: { app: state.store.apps.get(grant.clientId)?.name ?? "" },
  });
  state.store.codes.put({ ...grant, code, expiresAt: state.clock.now() + codeLifetime, grantId: null });
  return code;
}
