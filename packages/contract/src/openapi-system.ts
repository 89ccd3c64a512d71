import * as z from "zod";
import { contentOf, headersNamed, type OperationTools, problemResponses } from "./openapi-operations.ts";
import type { JsonSchema, OpenApiOperation } from "./openapi-types.ts";
import type { HeaderName, SecurityScheme } from "./openapi-words.ts";
import type { ProblemCode } from "./problem-codes.ts";
import { outgoingMessageBodySchema } from "./resources/outgoing.ts";
import type { Method } from "./route.ts";

/** Something to call that is no route of the contract: what an operator's tools ask, and what signing in needs. */
interface SystemOperation {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly tag: "Operation" | "Identity";
  readonly summary: string;
  readonly description?: string;
  readonly security?: readonly (readonly SecurityScheme[])[];
  readonly body?: z.ZodType;
  /** JSON, unless it says otherwise. */
  readonly bodyType?: string;
  readonly answers: Readonly<Record<number, SystemAnswer>>;
  readonly problems?: readonly ProblemCode[];
}

interface SystemAnswer {
  readonly description: string;
  /** Of a JSON answer. */
  readonly json?: z.ZodType;
  readonly mediaType?: string;
  readonly headers?: readonly HeaderName[];
}

const readinessSchema = z.object({
  status: z.enum(["ready", "not ready"]),
  reasons: z.array(z.string()).describe("What is not ready, as sentences; empty when everything is."),
});

const credentialsSchema = z.strictObject({
  email: z.email().max(320),
  password: z.string().min(1).max(256),
});

const policyReportsSchema = z
  .array(
    z.looseObject({
      type: z.string(),
      body: z.looseObject({}).describe("What was blocked, and by which directive."),
    }),
  )
  .describe("As the Reporting API has it; `application/csp-report` of CSP Level 2 is read too.");

const ceremonySchema = z.record(z.string(), z.unknown()).describe("Options for the browser, as WebAuthn defines them.");
const credentialSchema = z
  .strictObject({
    response: z
      .looseObject({ id: z.string().min(1).max(1024) })
      .describe("What the browser made, as WebAuthn defines it."),
    name: z.string().max(60).optional().describe("What its owner calls a new passkey."),
  })
  .describe("The end of a WebAuthn ceremony.");
const signedInSchema = z.object({ signedIn: z.literal(true).describe("The cookie is set.") });

const signedIn: SystemAnswer = { description: "Signed in.", json: signedInSchema, headers: ["Set-Cookie"] };
const ofSigningIn: readonly ProblemCode[] = [
  "invalid_request",
  "unauthenticated",
  "forbidden",
  "account_suspended",
  "request_timeout",
  "payload_too_large",
  "unsupported_media_type",
  "rate_limited",
  "internal_error",
];

const operations: readonly SystemOperation[] = [
  {
    id: "getHealth",
    method: "GET",
    path: "/healthz",
    tag: "Operation",
    summary: "Whether the process answers.",
    answers: { 200: { description: "It does.", json: z.object({ status: z.literal("ok").describe("Always this.") }) } },
  },
  {
    id: "getReadiness",
    method: "GET",
    path: "/readyz",
    tag: "Operation",
    summary: "Whether the server can do its work: database and queue answer.",
    answers: {
      200: { description: "It can.", json: readinessSchema },
      503: { description: "It cannot; `reasons` says why.", json: readinessSchema },
    },
  },
  {
    id: "getMetrics",
    method: "GET",
    path: "/metrics",
    tag: "Operation",
    summary: "Counts and times for Prometheus.",
    description: "Open to this machine and private networks; from elsewhere only with the operator's `METRICS_TOKEN`.",
    security: [[], ["metricsToken"]],
    answers: { 200: { description: "Prometheus text format 0.0.4.", mediaType: "text/plain" } },
    problems: ["not_found"],
  },
  {
    id: "getOpenApiDocument",
    method: "GET",
    path: "/api/openapi.json",
    tag: "Operation",
    summary: "This document.",
    answers: {
      200: {
        description: "OpenAPI 3.1.",
        json: z.looseObject({ openapi: z.literal("3.1.0").describe("Version of the format.") }),
      },
    },
  },
  {
    id: "getReference",
    method: "GET",
    path: "/api/docs",
    tag: "Operation",
    summary: "The same as a page to read. It loads nothing from elsewhere and runs no script.",
    answers: { 200: { description: "The page.", mediaType: "text/html" } },
  },
  {
    id: "getReferenceStyle",
    method: "GET",
    path: "/api/docs.css",
    tag: "Operation",
    summary: "The stylesheet of that page.",
    answers: { 200: { description: "The stylesheet.", mediaType: "text/css" } },
  },
  {
    id: "reportPolicyViolation",
    method: "POST",
    path: "/api/policy-reports",
    tag: "Operation",
    summary:
      "Where browsers report what the Content Security Policy of our pages has blocked. It is counted, and not believed.",
    body: policyReportsSchema,
    bodyType: "application/reports+json",
    answers: { 204: { description: "Counted." } },
    problems: ["invalid_request", "request_timeout", "payload_too_large", "unsupported_media_type", "internal_error"],
  },
  {
    id: "signIn",
    method: "POST",
    path: "/api/auth/sign-in/email",
    tag: "Identity",
    summary: "Sign in by e-mail address and password.",
    description:
      "A wrong address and a wrong password are answered alike. Where Clerk keeps the people, there is nothing here.",
    body: credentialsSchema,
    answers: { 200: signedIn },
    problems: [...ofSigningIn, "not_found"],
  },
  {
    id: "signOut",
    method: "POST",
    path: "/api/auth/sign-out",
    tag: "Identity",
    summary: "End the login session of this browser.",
    security: [["loginSession"]],
    answers: {
      200: {
        description: "Signed out; also when nobody was signed in.",
        json: z.looseObject({ success: z.boolean().describe("Always true.") }),
        headers: ["Set-Cookie"],
      },
    },
    problems: [...ofSigningIn, "not_found"],
  },
  {
    id: "getLogin",
    method: "GET",
    path: "/api/auth/get-session",
    tag: "Identity",
    summary: "Whether this browser is signed in, and as whom.",
    answers: {
      200: {
        description: "The person's id, or null.",
        json: z.object({ personId: z.string() }).nullable(),
      },
    },
    problems: ["not_found", "rate_limited", "internal_error"],
  },
  {
    id: "beginPasskeySignIn",
    method: "GET",
    path: "/api/auth/passkey/generate-authenticate-options",
    tag: "Identity",
    summary: "Begin to sign in with a passkey.",
    answers: { 200: { description: "A challenge.", json: ceremonySchema, headers: ["Set-Cookie"] } },
    problems: ["invalid_request", "not_found", "rate_limited", "internal_error"],
  },
  {
    id: "finishPasskeySignIn",
    method: "POST",
    path: "/api/auth/passkey/verify-authentication",
    tag: "Identity",
    summary: "Sign in with what the passkey made of the challenge.",
    body: credentialSchema,
    answers: { 200: signedIn },
    problems: [...ofSigningIn, "not_found"],
  },
  {
    id: "beginPasskey",
    method: "GET",
    path: "/api/auth/passkey/generate-register-options",
    tag: "Identity",
    summary: "Begin to add a passkey to the signed-in person's account.",
    security: [["loginSession"]],
    answers: { 200: { description: "A challenge.", json: ceremonySchema, headers: ["Set-Cookie"] } },
    problems: [
      "invalid_request",
      "unauthenticated",
      "forbidden",
      "account_suspended",
      "not_found",
      "rate_limited",
      "internal_error",
    ],
  },
  {
    id: "finishPasskey",
    method: "POST",
    path: "/api/auth/passkey/verify-registration",
    tag: "Identity",
    summary: "Add the passkey that the browser made.",
    security: [["loginSession"]],
    body: credentialSchema,
    answers: {
      200: { description: "Added.", json: z.object({ id: z.string() }), headers: ["Set-Cookie"] },
    },
    problems: [...ofSigningIn, "not_found"],
  },
];

/** What can be called besides the contract's routes, by path and method. */
export function systemOperations(
  tools: OperationTools,
): readonly { readonly path: string; readonly method: Method; readonly operation: OpenApiOperation }[] {
  return operations.map((one) => ({ path: one.path, method: one.method, operation: operationOf(one, tools) }));
}

/** The messages that other systems are sent. */
export function outgoingOperation(tools: OperationTools): OpenApiOperation {
  return {
    operationId: "receiveOutgoingMessage",
    summary: "What a system receives that an admin has named: in any order, and sometimes more than once.",
    description:
      "Signed as Standard Webhooks has it (`webhook-id`, `webhook-timestamp`, `webhook-signature`). Verify it, then answer 2xx within 15 seconds; otherwise it is sent again.",
    tags: ["Service to service"],
    security: [],
    requestBody: {
      required: true,
      content: { "application/json": contentOf(outgoingMessageBodySchema, "output", tools) },
    },
    responses: {
      "200": { description: "Taken." },
      "410": { description: "No more of these: the endpoint is switched off." },
    },
  };
}

function operationOf(one: SystemOperation, tools: OperationTools): OpenApiOperation {
  const answers = Object.entries(one.answers).map(([status, answer]) => [
    status,
    {
      description: answer.description,
      headers: headersNamed(["X-Request-Id", ...(answer.headers ?? [])]),
      ...contentOfAnswer(answer, tools),
    },
  ]);
  return {
    operationId: one.id,
    summary: one.summary,
    ...(one.description !== undefined && { description: one.description }),
    tags: [one.tag],
    security: (one.security ?? []).map((schemes) => Object.fromEntries(schemes.map((scheme) => [scheme, []]))),
    ...(one.body && {
      requestBody: {
        required: true,
        content: { [one.bodyType ?? "application/json"]: contentOf(one.body, "input", tools) },
      },
    }),
    responses: { ...Object.fromEntries(answers), ...problemResponses(one.problems ?? []) },
  };
}

function contentOfAnswer({ json, mediaType }: SystemAnswer, tools: OperationTools) {
  if (json !== undefined) return { content: { "application/json": contentOf(json, "output", tools) } };
  const text: JsonSchema = { type: "string" };
  return mediaType === undefined ? {} : { content: { [mediaType]: { schema: text } } };
}
