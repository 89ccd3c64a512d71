import { type EndpointId, endpoints, type WebhookEventName, webhookEventNames } from "@punctual/calendly";
import * as z from "zod";
import { idIn, instant } from "./read.ts";

/** What goes wrong with a call. */
export interface HttpEffect {
  /** Milliseconds of real time before anything else happens. */
  readonly latency: number;
  /** Answered instead of the real status; null leaves the answer as it is. */
  readonly status: number | null;
  /**
   * `calendly`: Calendly's error body for the status; `malformed`: broken JSON; `empty`: nothing; `html`: a page, as from
   * a proxy on the way; `truncated`: the first half of what was announced, then the connection ends.
   */
  readonly body: "calendly" | "malformed" | "empty" | "html" | "truncated";
  /** `hang`: no answer ever; `cut`: the connection ends without one. */
  readonly connection: "keep" | "hang" | "cut";
  /** The call takes effect before the false answer: the booking exists, the caller was told otherwise. */
  readonly afterCommit: boolean;
  /** Extra headers of the answer, real or false: `retry-after`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What goes wrong with a webhook. */
export interface WebhookEffect {
  readonly drop: boolean;
  readonly double: boolean;
  /** Milliseconds on the sandbox's clock. */
  readonly delay: number;
  /** Held back until so many later webhooks of its subscription have gone out; 0: not at all. */
  readonly reorder: number;
}

interface Rule {
  readonly id: string;
  readonly seq: number;
  /** How often it still strikes, 0 once it is spent; null: until it is removed. */
  readonly remaining: number | null;
  readonly struck: number;
  /** How often it was asked: its dice and `skip` go by that. */
  readonly met: number;
  /** So many calls that match are let through first. */
  readonly skip: number;
  /** The share of matching calls that it strikes, decided by `seed` and the number of the call alone. */
  readonly probability: number;
  readonly seed: number;
  /** Milliseconds on the sandbox's clock between which it is awake, the second exclusive; null: no bound. */
  readonly from: number | null;
  readonly to: number | null;
}

export type HttpFault = Rule & {
  readonly kind: "http";
  /** Null: any. */
  readonly method: string | null;
  /** A path where `*` stands for anything: `/scheduled_events/*`. */
  readonly path: string;
  readonly operation: EndpointId | null;
  /** Id, URI or e-mail address of a user, client id of an app, or a token. Null: any, signed in or not. */
  readonly caller: string | null;
  readonly effect: HttpEffect;
};

export type WebhookFault = Rule & {
  readonly kind: "webhook";
  /** Null: any. */
  readonly event: WebhookEventName | null;
  readonly subscriptionId: string | null;
  readonly effect: WebhookEffect;
};

export type FaultRule = HttpFault | WebhookFault;

const rule = {
  count: z.coerce.number().int().min(1).max(1_000_000).optional(),
  skip: z.coerce.number().int().min(0).max(1_000_000).optional(),
  probability: z.coerce.number().min(0).max(1).optional(),
  seed: z.coerce.number().int().min(0).max(4_294_967_295).optional(),
  from: instant.optional(),
  to: instant.optional(),
};

const headerName = z.string().regex(/^[A-Za-z0-9-]{1,80}$/, "is no name of a header");
const headerValue = z.string().regex(/^[\x20-\x7e]{0,500}$/, "is no value of a header");
const operations = Object.keys(endpoints) as [EndpointId, ...EndpointId[]];

const wishSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("http"),
    method: z
      .string()
      .regex(/^[A-Za-z]{1,10}$/, "is no method")
      .optional(),
    path: z.string().min(1).max(200).optional(),
    operation: z.enum(operations).optional(),
    caller: z.string().min(1).max(2_000).optional(),
    ...rule,
    latency: z.coerce.number().min(0).max(600_000).optional(),
    status: z.coerce.number().int().min(200).max(599).optional(),
    body: z.enum(["calendly", "malformed", "empty", "html", "truncated"]).optional(),
    connection: z.enum(["keep", "hang", "cut"]).optional(),
    afterCommit: z.boolean().optional(),
    headers: z.record(headerName, headerValue).optional(),
  }),
  z.strictObject({
    kind: z.literal("webhook"),
    event: z.enum(webhookEventNames).optional(),
    subscription: z.string().min(1).max(200).optional(),
    ...rule,
    drop: z.boolean().optional(),
    double: z.boolean().optional(),
    delay: z.coerce
      .number()
      .min(0)
      .max(30 * 86_400_000)
      .optional(),
    reorder: z.coerce.number().int().min(0).max(100).optional(),
  }),
]);

type FaultWish = z.output<typeof wishSchema>;

/** Whether a fault makes anything go wrong. */
function doesSomething(wish: FaultWish): boolean {
  if (wish.kind === "webhook") return Boolean(wish.drop || wish.double || wish.delay || wish.reorder);
  const { latency, status, body = "calendly", connection = "keep", headers = {} } = wish;
  return Boolean(latency || status) || body !== "calendly" || connection !== "keep" || Object.keys(headers).length > 0;
}

/** A fault to add; what is left out does nothing, but something must be done. */
export const faultSchema = wishSchema
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ["to"],
    message: "must be later than from",
  })
  .refine(doesSomething, {
    error: (issue) =>
      (issue.input as FaultWish).kind === "webhook"
        ? "name what it does: drop, double, delay or reorder"
        : "name what it does: latency, status, body, connection or headers",
  });

export type FaultRequest = z.input<typeof faultSchema>;

/** The rule that a request asks for. Times that are left out are not bounds, a count that is left out is no limit. */
export function ruleFor(request: z.output<typeof faultSchema>, identity: { id: string; seq: number }): FaultRule {
  const common = {
    ...identity,
    remaining: request.count ?? null,
    struck: 0,
    met: 0,
    skip: request.skip ?? 0,
    probability: request.probability ?? 1,
    seed: request.seed ?? identity.seq,
    from: request.from ?? null,
    to: request.to ?? null,
  };
  if (request.kind === "webhook") {
    const { drop = false, double = false, delay = 0, reorder = 0 } = request;
    return {
      ...common,
      kind: "webhook",
      event: request.event ?? null,
      subscriptionId: request.subscription === undefined ? null : idIn(request.subscription),
      effect: { drop, double, delay, reorder },
    };
  }
  return {
    ...common,
    kind: "http",
    method: request.method?.toUpperCase() ?? null,
    path: request.path ?? "*",
    operation: request.operation ?? null,
    caller: request.caller ?? null,
    effect: {
      latency: request.latency ?? 0,
      status: request.status ?? null,
      body: request.body ?? "calendly",
      connection: request.connection ?? "keep",
      afterCommit: request.afterCommit ?? false,
      headers: request.headers ?? {},
    },
  };
}
