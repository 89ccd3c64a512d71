import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

export type PostOutcome =
  /** `answer` is how the answer's body begins. */
  | { readonly kind: "answered"; readonly status: number; readonly answer: string }
  | { readonly kind: "failed"; readonly trouble: string };

export interface Post {
  readonly url: string;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until the connection must stand. */
  readonly connectTimeout: number;
  /** Milliseconds from then until the answer must have come. */
  readonly readTimeout: number;
  /** `any` also takes certificates that nobody vouches for. */
  readonly certificates: "checked" | "any";
  readonly signal: AbortSignal;
}

/** Bytes of an answer that are read; the rest of a longer one is never asked for. */
const answerLimit = 2_000;

/**
 * Posts once; redirects are not followed. The answer counts from its status on: a body that is long, or does not end in
 * time, is cut off. Never rejects.
 */
export function post(options: Post): Promise<PostOutcome> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const settle = (outcome: PostOutcome) => {
      clearTimeout(timer);
      resolve(outcome);
    };
    let url: URL;
    try {
      url = new URL(options.url);
    } catch {
      return settle({ kind: "failed", trouble: "the callback address is not a URL" });
    }
    const isHttps = url.protocol === "https:";
    const call = (isHttps ? requestHttps : requestHttp)(url, {
      method: "POST",
      agent: false,
      signal: options.signal,
      rejectUnauthorized: options.certificates === "checked",
      headers: { ...options.headers, "Content-Length": String(options.body.byteLength) },
    });
    const limit = (milliseconds: number, give: () => PostOutcome) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        settle(give());
        call.destroy();
      }, milliseconds);
    };
    limit(options.connectTimeout, () => ({ kind: "failed", trouble: "no connection in time" }));
    let answered: (() => PostOutcome) | null = null;
    call.on("socket", (socket) => {
      socket.once(isHttps ? "secureConnect" : "connect", () => {
        limit(options.readTimeout, () => answered?.() ?? { kind: "failed", trouble: "no answer in time" });
      });
    });
    call.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const outcome = (): PostOutcome => ({
        kind: "answered",
        status: response.statusCode ?? 0,
        answer: Buffer.concat(chunks).subarray(0, answerLimit).toString("utf8"),
      });
      answered = outcome;
      response.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.byteLength;
        if (size < answerLimit) return;
        settle(outcome());
        call.destroy();
      });
      response.once("close", () => settle(outcome()));
    });
    call.on("error", (error) => settle(answered?.() ?? { kind: "failed", trouble: error.message || error.name }));
    call.end(options.body);
  });
}
