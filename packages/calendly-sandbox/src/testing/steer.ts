import type { Sandbox } from "../sandbox.ts";
import { SandboxTrouble } from "../store/trouble.ts";

/** Calls a control over HTTP, its path below `/_sandbox`. */
export async function control(sandbox: Sandbox, method: string, path: string, body?: unknown) {
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

/** The sentence with which a control refuses. */
export function refusalOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof SandboxTrouble) return error.message;
    throw error;
  }
  return "no refusal";
}

/** An event type that everybody can book. */
export const coaching = "maya-okafor/60-minute-coaching";
