import type { WebhookEventName } from "@punctual/calendly";
import type { State } from "../state.ts";

/** What goes wrong with a call. */
export interface HttpEffect {
  /** Milliseconds of real time before anything else happens. */
  readonly latency: number;
  /** Answered instead of the real status; null leaves the answer as it is. */
  readonly status: number | null;
  /** `calendly`: Calendly's error body for the status; `malformed`: broken JSON; `empty`: nothing. */
  readonly body: "calendly" | "malformed" | "empty";
  /** The call takes effect before the false answer: the booking exists, the caller was told otherwise. */
  readonly afterCommit: boolean;
  /** Extra headers, for example `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What goes wrong with a webhook. */
export interface WebhookEffect {
  readonly drop: boolean;
  readonly double: boolean;
  /** Milliseconds on the sandbox's clock. */
  readonly delay: number;
}

interface Rule {
  readonly id: string;
  readonly seq: number;
  /** How often it still strikes; null: until it is removed. */
  readonly remaining: number | null;
}

export type HttpFault = Rule & {
  readonly kind: "http";
  /** Null: any. */
  readonly method: string | null;
  /** A path where `*` stands for anything: `/scheduled_events/*`. */
  readonly path: string;
  readonly effect: HttpEffect;
};

export type WebhookFault = Rule & {
  readonly kind: "webhook";
  /** Null: any. */
  readonly event: WebhookEventName | null;
  readonly effect: WebhookEffect;
};

export type FaultRule = HttpFault | WebhookFault;

/** Uses up one strike of a rule. */
function strike(state: State, rule: FaultRule): void {
  if (rule.remaining === null) return;
  if (rule.remaining <= 1) state.store.faults.delete(rule.id);
  else state.store.faults.put({ ...rule, remaining: rule.remaining - 1 });
}

function rules(state: State): FaultRule[] {
  return state.store.faults.list({ order: { by: "seq", direction: "asc" } });
}

/** The first rule that matches a call, used once. */
export function takeHttpFault(state: State, method: string, path: string): HttpEffect | null {
  for (const rule of rules(state)) {
    if (rule.kind !== "http" || (rule.method !== null && rule.method !== method)) continue;
    const pattern = rule.path.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    if (!new RegExp(`^${pattern.join(".*")}$`).test(path)) continue;
    strike(state, rule);
    return rule.effect;
  }
  return null;
}

/** Every rule that matches a webhook, each used once. */
export function takeWebhookFaults(state: State, event: WebhookEventName): readonly WebhookEffect[] {
  const effects: WebhookEffect[] = [];
  for (const rule of rules(state)) {
    if (rule.kind !== "webhook" || (rule.event !== null && rule.event !== event)) continue;
    strike(state, rule);
    effects.push(rule.effect);
  }
  return effects;
}
