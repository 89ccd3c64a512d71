import { type LookupAddress, lookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { isPublicAddress, whyNotPostable } from "./public-address.ts";

export interface PostOptions {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds until the answer's head must be there. */
  readonly timeoutMs: number;
  /** See `whyNotPostable`. */
  readonly privateHosts: readonly string[];
  /** How names become addresses; tests put their own in place of the system's. */
  readonly resolve?: typeof lookup;
}

export type Posted =
  | { readonly kind: "answered"; readonly status: number }
  /** No answer, or none that may be asked for; `why` is a sentence. */
  | { readonly kind: "failed"; readonly why: string };

class NotPublic extends Error {
  override readonly name = "NotPublic";
}

/**
 * Posts to an address that somebody chose. It cannot be led inside: the name is resolved once, each address that it has must
 * be public, and the connection goes to what was checked. Redirects are not followed, and the answer's body is not read.
 */
export async function postOutside(url: URL, options: PostOptions): Promise<Posted> {
  const refusal = whyNotPostable(url, options.privateHosts);
  if (refusal !== null) return { kind: "failed", why: refusal };
  const isListed = options.privateHosts.includes(url.host);
  const signal = AbortSignal.timeout(options.timeoutMs);
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise<Posted>((resolve) => {
    const outgoing = request(
      url,
      {
        method: "POST",
        headers: { ...options.headers, "content-length": Buffer.byteLength(options.body) },
        // A connection of its own: one kept from before could lead elsewhere than what was checked now.
        agent: false,
        signal,
        ...(isListed ? {} : { lookup: publicLookup(options.resolve ?? lookup) }),
      },
      (response) => {
        response.destroy();
        resolve({ kind: "answered", status: response.statusCode ?? 0 });
      },
    );
    outgoing.on("error", (error) => resolve({ kind: "failed", why: sentenceOf(error, signal, options.timeoutMs) }));
    // After an answer or an error this changes nothing. An answer that changes the protocol (101) is told by nothing else.
    outgoing.on("close", () => resolve({ kind: "failed", why: closed }));
    outgoing.end(options.body);
  });
}

/** Resolves a name for a connection, and refuses it when any of its addresses is not public. */
export function publicLookup(resolve: typeof lookup): LookupFunction {
  return (host, options, done) => {
    resolve(host, { ...options, all: true }, (error: Error | null, addresses: LookupAddress[]) => {
      if (error !== null) return done(error, []);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
        return done(new NotPublic(), []);
      }
      if (options.all === true) return done(null, addresses);
      return done(null, first.address, first.family);
    });
  };
}

const closed = "The connection was closed before an answer came.";

const sentences: Readonly<Record<string, string>> = {
  ENOTFOUND: "The name of its host is not known.",
  EAI_AGAIN: "The name of its host could not be looked up.",
  ECONNREFUSED: "Nothing listens at its address.",
  ECONNRESET: closed,
  EHOSTUNREACH: "Its host cannot be reached.",
  ENETUNREACH: "Its network cannot be reached.",
  CERT_HAS_EXPIRED: "Its certificate has expired.",
  DEPTH_ZERO_SELF_SIGNED_CERT: "Its certificate is signed by itself.",
  SELF_SIGNED_CERT_IN_CHAIN: "Its certificate is signed by itself.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "Its certificate comes without the ones between it and an authority.",
  ERR_TLS_CERT_ALTNAME_INVALID: "Its certificate is for another name.",
};

function sentenceOf(error: Error, signal: AbortSignal, timeoutMs: number): string {
  if (error instanceof NotPublic) {
    return "The name of its host leads into a private network. Use a public address, or list the host in OUTGOING_PRIVATE_HOSTS.";
  }
  if (signal.aborted) return `No answer came within ${Math.round(timeoutMs / 1000)} seconds.`;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return sentences[code] ?? `The connection failed${/^[A-Z_]+$/.test(code) ? ` (${code})` : ""}.`;
}
