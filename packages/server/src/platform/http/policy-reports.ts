import * as z from "zod";
import type { Log } from "../log.ts";
import type { SecurityCounts } from "../security/count-events.ts";
import { problemResponse } from "./problem-response.ts";
import { readBody } from "./read-body.ts";

const bodyLimit = 64 * 1024;
/** Reports of one request that are looked at: a browser sends few at once. */
const most = 20;

const directives = [
  "connect-src",
  "font-src",
  "form-action",
  "frame-ancestors",
  "frame-src",
  "img-src",
  "manifest-src",
  "script-src",
  "script-src-attr",
  "script-src-elem",
  "style-src",
  "style-src-attr",
  "style-src-elem",
  "worker-src",
] as const;

/** As `report-to` sends it (W3C Reporting API). */
const reportsSchema = z.array(
  z.object({
    type: z.string(),
    body: z.object({ effectiveDirective: z.string().optional(), blockedURL: z.string().nullish() }).nullish(),
  }),
);
/** As `report-uri` sends it (CSP Level 2). */
const oldReportSchema = z.object({
  "csp-report": z.object({
    "effective-directive": z.string().optional(),
    "violated-directive": z.string().optional(),
    "blocked-uri": z.string().optional(),
  }),
});

interface Violation {
  readonly directive: (typeof directives)[number] | "other";
  /** Origin of what was blocked, or the keyword for it: `inline`, `eval`. */
  readonly blocked: string;
}

/**
 * Takes what browsers report of blocked loads. Anyone may send anything here, so that nothing of it is believed: it is
 * counted by directive, and the log names the origin.
 */
export async function receivePolicyReports(
  { security, log }: { readonly security: SecurityCounts; readonly log: Log },
  call: { readonly request: Request; readonly address: string; readonly requestId: string },
): Promise<Response> {
  const { request, address, requestId } = call;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/reports+json" && type !== "application/csp-report") {
    const detail = "Browsers send reports here, as application/reports+json or application/csp-report.";
    return problemResponse({ code: "unsupported_media_type", detail }, requestId);
  }
  const read = await readBody(request, bodyLimit);
  if (read.kind === "too_large") {
    return problemResponse({ code: "payload_too_large", detail: "The body is larger than 64 KB." }, requestId);
  }
  if (read.kind === "too_slow") {
    const detail = "The body did not arrive within 10 seconds.";
    return problemResponse({ code: "request_timeout", detail }, requestId);
  }
  const violations = readViolations(read.bytes);
  if (violations === null) {
    const detail = "Write a report as the Reporting API or CSP Level 2 describes it.";
    return problemResponse({ code: "invalid_request", detail }, requestId);
  }
  for (const { directive } of violations) security.count("policy_violated", { source: address, subject: directive });
  // One line for all: nobody fills the log faster than by asking.
  if (violations.length > 0) log.info({ violations }, "blocked by the content security policy");
  return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
}

function readViolations(bytes: Uint8Array): Violation[] | null {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  const reports = reportsSchema.safeParse(json);
  if (reports.success) {
    return reports.data
      .filter(({ type }) => type === "csp-violation")
      .slice(0, most)
      .flatMap(({ body }) => violation(body?.effectiveDirective, body?.blockedURL));
  }
  const old = oldReportSchema.safeParse(json);
  if (!old.success) return null;
  const report = old.data["csp-report"];
  return violation(report["effective-directive"] ?? report["violated-directive"], report["blocked-uri"]);
}

/** None for what a browser's extension wanted to put into the page: that is its own affair. */
function violation(directive: string | undefined, blocked: string | null | undefined): Violation[] {
  const name = directive?.split(" ")[0];
  const url = URL.parse(blocked ?? "");
  if (url !== null && /-extension:$/.test(url.protocol)) return [];
  const keyword = /^[a-z-]{1,40}$/.test(blocked ?? "") ? (blocked ?? "") : "";
  return [
    {
      directive: directives.find((each) => each === name) ?? "other",
      blocked: (url === null ? keyword : url.origin === "null" ? url.protocol : url.origin).slice(0, 100),
    },
  ];
}
