import { createPublicKey } from "node:crypto";
import type { ProblemCode, RouteDefinition } from "@punctual/contract";
import { createVerifier, httpbis, type SignatureParameters } from "http-message-signatures";
import { Temporal } from "temporal-polyfill";
import type { Context } from "../../platform/context.ts";
import { signatureNonces } from "../../platform/database/schema.ts";
import { type ApiKeyRecord, findKeyById } from "./read-api-keys.ts";

export type VerifiedSignature =
  | { readonly kind: "verified"; readonly record: ApiKeyRecord }
  | {
      readonly kind: "refused";
      readonly code: Extract<ProblemCode, "signature_invalid" | "signature_stale" | "signature_replayed">;
      readonly sentence: string;
      /** The key that was named, where there is one. */
      readonly record: ApiKeyRecord | null;
    };

/** Seconds for which a signature is taken, and by which a caller's clock may be ahead of ours. */
const freshSeconds = 300;
const skewSeconds = 60;
const nonceLength = { least: 16, most: 128 } as const;

/**
 * True for requests that are signed by a key of ours. Others may carry signatures for somebody else (agents that browse do),
 * which are no business of ours.
 */
export function isSignedByKey(headers: Headers): boolean {
  return headers.has("signature") && /;\s*keyid="key_/.test(headers.get("signature-input") ?? "");
}

/**
 * Verifies an HTTP Message Signature (RFC 9421): one signature, by the Ed25519 key registered for `keyid`, over the method,
 * the whole address (`@target-uri`, or `@authority`, `@path` and `@query`) and, where the route takes a body,
 * `content-digest`, which is checked when the body is read. `created` must be fresh and the nonce new.
 */
export async function verifySignature(
  context: Context,
  route: RouteDefinition,
  request: Request,
): Promise<VerifiedSignature> {
  const now = context.clock.now();
  const covered = new Set<string>();
  const seen: { parameters: SignatureParameters | null; record: ApiKeyRecord | null; labels: number } = {
    parameters: null,
    record: null,
    labels: 0,
  };
  const refuse = (code: Extract<VerifiedSignature, { kind: "refused" }>["code"], sentence: string) =>
    ({ kind: "refused", code, sentence, record: seen.record }) as const;

  let fits: boolean | null;
  try {
    fits = await httpbis.verifyMessage(
      {
        async keyLookup(parameters) {
          seen.labels += 1;
          // The library looks all keys up at once: one request must not cost as many queries as it has room for labels.
          if (seen.labels > 1) throw new Error("There is more than one signature.");
          seen.parameters = parameters;
          seen.record = await findKeyById(context.database, String(parameters.keyid));
          const pem = seen.record?.key.publicKey ?? null;
          if (pem === null) return null;
          return { algs: ["ed25519"], verify: createVerifier(createPublicKey(pem), "ed25519") };
        },
        requiredParams: ["created", "keyid", "nonce"],
        // Our own clock decides about freshness below; the library's has only the machine's.
        notAfter: Math.floor(now.epochMilliseconds / 1000) + skewSeconds,
        componentParser(name, parameters) {
          // `;key`, `;bs` and the like cover a part, or something else than what is read here.
          if (parameters.size > 0) throw new Error(`The component ${name} has parameters.`);
          covered.add(name);
          return null;
        },
      },
      { method: request.method, url: addressed(context, request), headers: Object.fromEntries(request.headers) },
    );
  } catch {
    fits = false;
  }
  if (seen.labels > 1) return refuse("signature_invalid", "Send one signature, by one key.");
  const { parameters, record } = seen;
  // A key that is not there and a signature that does not fit are told alike.
  if (fits !== true || record === null || parameters === null) {
    return refuse(
      "signature_invalid",
      "The signature does not fit this request and a key that is known here. Sign by Ed25519 with created, keyid and nonce, for the address by which Punctual is reached from outside.",
    );
  }
  const missing = missingComponent(covered, route);
  if (missing !== null) return refuse("signature_invalid", `The signature does not cover ${missing}. Sign it as well.`);
  const created = createdOf(parameters);
  const age = created === null ? Number.NaN : (now.epochMilliseconds - created.epochMilliseconds) / 1000;
  if (created === null || age > freshSeconds || age < -skewSeconds) {
    return refuse(
      "signature_stale",
      "The signature was not made within the last 5 minutes. Check the clock and sign each request anew.",
    );
  }
  const nonce = typeof parameters.nonce === "string" ? parameters.nonce : "";
  if (nonce.length < nonceLength.least || nonce.length > nonceLength.most) {
    return refuse("signature_invalid", "Write a nonce of 16 to 128 characters, a new one for each request.");
  }
  if (!(await takeNonce(context, record.key.id, nonce, created))) {
    return refuse("signature_replayed", "A request with this nonce was taken before. Make a new nonce and sign again.");
  }
  return { kind: "verified", record };
}

/** The address that the caller meant: by the name of this server that it is configured with, whatever `Host` says. */
function addressed(context: Context, request: Request): string {
  const { pathname, search } = new URL(request.url);
  return `${context.config.publicUrl}${pathname}${search}`;
}

function missingComponent(covered: ReadonlySet<string>, route: RouteDefinition): string | null {
  const address = covered.has("@target-uri") ? [] : ["@authority", "@path", "@query"];
  const wanted = ["@method", ...address, ...(route.body === undefined ? [] : ["content-digest"])];
  return wanted.find((name) => !covered.has(name)) ?? null;
}

function createdOf({ created }: SignatureParameters): Temporal.Instant | null {
  const ms = created instanceof Date ? created.getTime() : Number.NaN;
  return Number.isSafeInteger(ms) && Math.abs(ms) < 8e15 ? Temporal.Instant.fromEpochMilliseconds(ms) : null;
}

/** True for the first request with this nonce. It is remembered for as long as its signature could be fresh. */
async function takeNonce(context: Context, keyId: string, nonce: string, created: Temporal.Instant): Promise<boolean> {
  const expiresAt = created.add({ seconds: freshSeconds + skewSeconds });
  const taken = await context.database
    .insert(signatureNonces)
    .values({ keyId, nonce, expiresAt })
    .onConflictDoNothing()
    .returning({ nonce: signatureNonces.nonce });
  return taken.length > 0;
}
