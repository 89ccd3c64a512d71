import type { Post, PostOutcome } from "@punctual/calendly-sandbox";
import type { Life } from "./life.ts";
import type { Random } from "./random.ts";

/** What can befall a call to Calendly. */
const troubles = [
  "too many",
  "server error",
  "html",
  "cut off",
  "refused",
  "answer lost",
  "silence",
  "error after it was done",
] as const;
type Trouble = (typeof troubles)[number];

export interface Network {
  /** The share of calls to Calendly that go wrong, from 0 to 1. */
  callsLost: number;
  /** The share of webhooks that do not arrive at first, although they were sent. */
  postsLost: number;
  /** A call of the product to Calendly. */
  call(url: string, init: RequestInit): Promise<Response>;
  /** A webhook of Calendly's. */
  post(post: Post): Promise<PostOutcome>;
  /** Bodies of webhooks that were answered with 200. */
  readonly acknowledged: readonly string[];
}

/** The wires between the product and Calendly, all within this process; what goes wrong on them is drawn from `random`. */
export function createNetwork(
  random: Random,
  ends: { readonly calendly: (request: Request) => Promise<Response>; readonly life: () => Life | null },
  note: (what: string) => void,
): Network {
  const acknowledged: string[] = [];
  // One after the other: calls that are made together would be answered in an order that nobody drew.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = (request: Request): Promise<Response> => {
    const mine = last.catch(() => undefined).then(() => ends.calendly(request));
    last = mine;
    return mine;
  };

  const network: Network = {
    callsLost: 0,
    postsLost: 0,
    acknowledged,
    async call(url, init) {
      const { signal, ...sent } = init;
      const request = () => inTurn(new Request(url, sent));
      const trouble = random.chance(network.callsLost) ? random.pick(troubles) : undefined;
      if (trouble === undefined) return request();
      note(`${trouble}: ${init.method ?? "GET"} ${new URL(url).pathname.split("/")[1]}`);
      return befall(trouble, request, signal ?? undefined);
    },
    async post(post) {
      const lost = random.chance(network.postsLost) ? random.below(3) : null;
      if (lost === 0) return { kind: "failed", trouble: "no connection in time" };
      const answer = await ends
        .life()
        ?.fetch(
          new Request(post.url, { method: "POST", headers: { ...post.headers }, body: Uint8Array.from(post.body) }),
        );
      if (answer === null || answer === undefined) return { kind: "failed", trouble: "connection reset" };
      if (answer.status === 200) acknowledged.push(new TextDecoder().decode(post.body));
      if (lost !== null) return { kind: "failed", trouble: "the answer was lost" };
      return { kind: "answered", status: answer.status, answer: await answer.text() };
    },
  };
  return network;
}

async function befall(
  trouble: Trouble,
  request: () => Promise<Response>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const json = { "content-type": "application/json" };
  switch (trouble) {
    case "too many":
      return new Response("{}", { status: 429, headers: { ...json, "x-ratelimit-reset": "7", "retry-after": "7" } });
    case "server error":
      return new Response('{"title":"Internal Server Error"}', { status: 500, headers: json });
    case "html":
      return new Response("<!doctype html><h1>Back in a moment</h1>", { headers: { "content-type": "text/html" } });
    case "cut off": {
      const text = await (await request()).text();
      return new Response(text.slice(0, Math.floor(text.length / 2)), { headers: json });
    }
    case "refused":
      throw new TypeError("fetch failed");
    case "answer lost":
      await request();
      throw new TypeError("fetch failed");
    case "error after it was done":
      await request();
      return new Response("Bad gateway", { status: 502 });
    case "silence":
      return new Promise((_, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
  }
}
