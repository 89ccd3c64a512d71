import { type Answer, denied, invalid } from "../../http/answer.ts";
import { type Call, mayActFor } from "../../http/endpoint.ts";
import type { Reader } from "../../http/reader.ts";
import type { User } from "../../world/types.ts";

/** The user that a query names, when the caller may see what is theirs: themself, or anybody for an admin. */
export function readUser(call: Call, reader: Reader): User | Answer {
  const userId = reader.uri("user", "users", { required: true });
  if (userId === undefined) return invalid(reader.details);
  const user = call.state.store.users.get(userId);
  if (user === null || user.organizationId !== call.caller.organizationId) {
    return denied("This user is not in your organization");
  }
  return mayActFor(call.caller, user) ? user : denied();
}

export const isAnswer = <Value extends object>(value: Value | Answer): value is Answer => "status" in value;
