import type { WebhookEventName } from "@punctual/calendly";
import { operationOf } from "../http/operations.ts";
import { bearerOf } from "../oauth/bearer.ts";
import type { State } from "../state.ts";
import type { FaultRule, HttpFault, WebhookEffect } from "./fault-rules.ts";
import { idIn } from "./read.ts";

/** A number from 0 up to 1 for the nth call that a rule is asked about: the same for the same seed, whatever the process. */
function roll(seed: number, nth: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(nth + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

/** Asks a rule that matches whether it strikes this time, and writes down that it was asked. */
function strikes(state: State, rule: FaultRule): boolean {
  const nth = rule.met;
  const struck = nth >= rule.skip && (rule.probability >= 1 || roll(rule.seed, nth) < rule.probability);
  const remaining = rule.remaining === null || !struck ? rule.remaining : rule.remaining - 1;
  state.store.faults.put({ ...rule, met: nth + 1, struck: rule.struck + Number(struck), remaining });
  return struck;
}

/** The rules that could strike now, oldest first. */
function awake(state: State): FaultRule[] {
  const rules = state.store.faults.list({ order: { by: "seq", direction: "asc" } });
  if (rules.length === 0) return rules;
  const now = state.clock.now();
  return rules.filter(
    ({ remaining, from, to }) => remaining !== 0 && (from === null || now >= from) && (to === null || now < to),
  );
}

/** Whether a path is a pattern's: its parts between the stars come in their order, the outer ones at the ends. */
function matchesPath(pattern: string, path: string): boolean {
  const parts = pattern.split("*");
  const first = parts[0] ?? "";
  if (parts.length === 1) return path === first;
  const last = parts.at(-1) ?? "";
  const end = path.length - last.length;
  if (!path.startsWith(first) || !path.endsWith(last) || end < first.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = path.indexOf(part, at);
    if (found === -1 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** One call, as far as rules look at it. */
export interface FaultyCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | null;
}

function matchesCaller(state: State, caller: string, authorization: string | null): boolean {
  const given = bearerOf(authorization);
  const token = given === null ? null : state.store.tokens.get(given);
  if (token === null) return false;
  if (caller === token.token || caller === token.clientId) return true;
  const user = state.store.users.get(token.userId);
  return user !== null && (idIn(caller) === user.id || caller.toLowerCase() === user.email.toLowerCase());
}

function matches(state: State, rule: HttpFault, call: FaultyCall): boolean {
  if (rule.method !== null && rule.method !== call.method) return false;
  if (!matchesPath(rule.path, call.path)) return false;
  if (rule.operation !== null && rule.operation !== operationOf(call.method, call.path)) return false;
  return rule.caller === null || matchesCaller(state, rule.caller, call.authorization);
}

/** The first rule that strikes a call, used once. */
export function takeHttpFault(state: State, call: FaultyCall): HttpFault | null {
  for (const rule of awake(state)) {
    if (rule.kind === "http" && matches(state, rule, call) && strikes(state, rule)) return rule;
  }
  return null;
}

/** What every rule that strikes a webhook does to it, each used once. */
export function takeWebhookFaults(
  state: State,
  event: WebhookEventName,
  subscriptionId: string,
): readonly WebhookEffect[] {
  return awake(state).flatMap((rule) => {
    if (rule.kind !== "webhook" || (rule.event !== null && rule.event !== event)) return [];
    if (rule.subscriptionId !== null && rule.subscriptionId !== subscriptionId) return [];
    return strikes(state, rule) ? [rule.effect] : [];
  });
}
