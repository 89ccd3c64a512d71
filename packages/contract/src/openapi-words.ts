import type { OpenApiHeader } from "./openapi-types.ts";

/** What a reader must know before the first call. Markdown, as OpenAPI has it. */
export const introduction = `Runs a coaching programme on Calendly.

**Who calls.** A browser has a login session: a cookie that no script can read. Whatever it changes also needs the header \`X-CSRF-Token\`, which every answer to the cookie brings. Other services have an API key, as a bearer token, or sign each request (RFC 9421); each operation names the scope that the key needs, and one that names none is open to no key. Where Clerk keeps the people, its session token is accepted, as a cookie or as a bearer token.

**Refusals** are problem documents (RFC 9457): \`code\` is of a closed set and made for programs, \`detail\` is a sentence for people, \`errors\` names each field that needs another value. What you may not see is answered like what does not exist.

**Lists** come in pages: \`nextCursor\` of one page is \`cursor\` of the next, under the same filters.

**Once.** Writes that reach Calendly take an \`Idempotency-Key\`: the same key with the same body is carried out once, and answered again.

**How often.** Answers say how many requests are left (\`RateLimit-*\`); 429 says in \`Retry-After\` how many seconds to wait.

**Every answer** has an \`X-Request-Id\`: whoever runs this server finds the request by it.`;

export const tagWords: Readonly<Record<string, string>> = {
  Account: "The signed-in person's own login sessions, password and passkeys.",
  Audit: "Who did what, when and why: a log that only grows.",
  Bookings: "From Calendly's 'scheduled' message to the session in the mirror.",
  Coaches: "Whom realtors can book.",
  Connection: "A coach's link to Calendly.",
  "Event types": "What can be booked, and when.",
  Identity: "Signing in and out.",
  Live: "Changes as they happen.",
  Mailbox: "Mail, where no SMTP server is configured.",
  Members: "Who is in the programme, as what: for admins.",
  Operation: "For whoever runs the server, and for tools.",
  People: "Who calls, and what the programme looks like.",
  Security: "What was refused, and whether somebody is trying something.",
  "Service to service": "API keys, and webhooks that other systems receive.",
  Sessions: "The mirror of Calendly's scheduled events.",
  Sync: "Whether the mirror is exact, and what that costs.",
  Webhooks: "What Calendly delivers.",
};

export const securitySchemes = {
  loginSession: {
    type: "apiKey",
    in: "cookie",
    name: "punctual.session_token",
    description:
      "The cookie of a login session, set by signing in. With `__Host-` before its name where the server is reached by https.",
  },
  csrfToken: {
    type: "apiKey",
    in: "header",
    name: "X-CSRF-Token",
    description:
      "Belongs to the login session. Every answer to its cookie carries it in this header; send it back with whatever changes something.",
  },
  apiKey: {
    type: "http",
    scheme: "bearer",
    description: "An API key (`pk_…`) with the scope that the operation names. It acts as the admin who made it.",
  },
  signedRequest: {
    type: "apiKey",
    in: "header",
    name: "Signature",
    description:
      "HTTP Message Signature (RFC 9421) by the Ed25519 key of an API key, with `Signature-Input` and, for bodies, `Content-Digest`.",
  },
  clerkSession: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "Clerk's session token, where Clerk keeps the people.",
  },
  webhookSignature: {
    type: "apiKey",
    in: "header",
    name: "Calendly-Webhook-Signature",
    description: "`t=<unix seconds>,v1=<HMAC-SHA-256 of t.body>`, by the key that Calendly was given.",
  },
  clerkWebhookSignature: {
    type: "apiKey",
    in: "header",
    name: "svix-signature",
    description: "Clerk's signature over `svix-id`, `svix-timestamp` and the body.",
  },
  metricsToken: {
    type: "http",
    scheme: "bearer",
    description: "`METRICS_TOKEN`, where the operator has set one.",
  },
} as const;

export type SecurityScheme = keyof typeof securitySchemes;

const count = { type: "integer", minimum: 0 } as const;

export const headers = {
  "X-Request-Id": { description: "Names this request in the server's log.", schema: { type: "string" } },
  "X-CSRF-Token": {
    description: "The token of the login session whose cookie came along.",
    schema: { type: "string" },
  },
  RateLimit: {
    description:
      'What is left, and seconds until there is more: `"default";r=11;t=60` (draft-ietf-httpapi-ratelimit-headers-10).',
    schema: { type: "string" },
  },
  "RateLimit-Policy": {
    description: 'How many, and in how many seconds: `"default";q=600;w=60`.',
    schema: { type: "string" },
  },
  "RateLimit-Limit": { description: "Requests that are let through in the window.", schema: count },
  "RateLimit-Remaining": { description: "What is left of them.", schema: count },
  "RateLimit-Reset": { description: "Seconds until more are let through.", schema: count },
  "Retry-After": { description: "Seconds to wait before trying again.", schema: count },
  "Idempotency-Replayed": {
    description: "`true` when this is the answer to an earlier request with the same key.",
    schema: { type: "string", const: "true" },
  },
  Location: { description: "Where the browser is sent.", schema: { type: "string" } },
  "Set-Cookie": { description: "Begins or ends the login session.", schema: { type: "string" } },
} as const satisfies Record<string, OpenApiHeader>;

export type HeaderName = keyof typeof headers;
