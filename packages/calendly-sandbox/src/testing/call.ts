import type { Sandbox } from "../sandbox.ts";
import { type FirstName, tokenOf } from "./stage.ts";

/** A call as no typed client would make it, to a path or a whole address; the body of an empty answer is null. */
export async function callAs(sandbox: Sandbox, who: FirstName, method: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.url}${path.replace(sandbox.url, "")}`, {
    method,
    headers: { authorization: `Bearer ${tokenOf(who)}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text) };
}
