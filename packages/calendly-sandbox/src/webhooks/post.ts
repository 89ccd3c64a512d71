import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

export type PostOutcome =
  | { readonly kind: "answered"; readonly status: number }
  | { readonly kind: "failed"; readonly trouble: string };

export interface Post {
  readonly url: string;
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until the connection must stand. */
  readonly connectTimeout: number;
  /** Milliseconds from then until the answer must have begun. */
  readonly readTimeout: number;
  readonly signal: AbortSignal;
}

/** Posts once; redirects are not followed, the answer's body is thrown away. Never rejects. */
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
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    const call = send(url, {
      method: "POST",
      agent: false,
      signal: options.signal,
      headers: { ...options.headers, "content-length": String(options.body.byteLength) },
    });
    const limit = (milliseconds: number, trouble: string) => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        settle({ kind: "failed", trouble });
        call.destroy();
      }, milliseconds);
    };
    limit(options.connectTimeout, "no connection in time");
    call.on("socket", (socket) => {
      const connected = () => limit(options.readTimeout, "no answer in time");
      socket.once(url.protocol === "https:" ? "secureConnect" : "connect", connected);
    });
    call.on("response", (response) => {
      settle({ kind: "answered", status: response.statusCode ?? 0 });
      response.resume();
    });
    call.on("error", (error) => settle({ kind: "failed", trouble: error.message || error.name }));
    call.end(options.body);
  });
}
