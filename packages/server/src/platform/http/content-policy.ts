import { randomBytes } from "node:crypto";
import type { ServerConfig } from "../config.ts";

/** Where a page may load from, beyond what every deployment needs: for example the hosts of who signs people in. */
export interface PolicySources {
  readonly script?: readonly string[];
  readonly image?: readonly string[];
  readonly connect?: readonly string[];
  readonly frame?: readonly string[];
  readonly worker?: readonly string[];
}

/** Content Security Policies (W3C CSP Level 3) of what this server sends. */
export interface ContentPolicies {
  /** Of everything that is no page: it loads nothing, and nobody frames it. */
  readonly data: string;
  /** Of a page of the web app. Its scripts and styles carry the nonce. */
  page(nonce: string): string;
  /** Of a page that is complete in itself: styles and scripts with the nonce, nothing from elsewhere. */
  document(nonce: string): string;
}

/** Where browsers tell what a policy has blocked. */
export const policyReportPath = "/api/policy-reports";
/** The name of that place in `Reporting-Endpoints`. */
export const policyReportGroup = "policy";

const reporting = [`report-to ${policyReportGroup}`, `report-uri ${policyReportPath}`];

/** A value that nobody can guess, for one response: 144 random bits. */
export function createNonce(): string {
  return randomBytes(18).toString("base64");
}

/** The policy of somebody's message in a frame: it may look as it likes, runs nothing, sends nothing, and belongs to no origin. */
export const messagePolicy = [
  // Scripts are on for tools that look into the frame from outside; the message's own are forbidden below.
  "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox",
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join("; ");

export function contentPolicies(
  config: Pick<ServerConfig, "publicUrl" | "calendly">,
  more: PolicySources = {},
): ContentPolicies {
  const booking = new URL(config.calendly.bookingUrl).origin;
  const assets = new URL(config.calendly.assetsUrl).origin;
  const pictures = new URL(config.calendly.picturesUrl).origin;
  const secure = config.publicUrl.startsWith("https://");
  const closed = ["default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];
  return {
    data: closed.join("; "),
    page: (nonce) =>
      [
        "default-src 'none'",
        // Neither 'self' nor 'strict-dynamic': what this server sends is no script unless the page named it, and what a
        // script adds comes from Calendly's host or not at all. Modules pass the nonce on to what they import.
        sources("script-src", [`'nonce-${nonce}'`, assets], more.script),
        "script-src-attr 'none'",
        sources("style-src", ["'self'", `'nonce-${nonce}'`, assets]),
        sources("img-src", ["'self'", "data:", booking, assets, pictures], more.image),
        "font-src 'self'",
        sources("connect-src", ["'self'"], more.connect),
        // Of our own there is one thing to frame: a message of the mailbox.
        sources("frame-src", ["'self'", booking], more.frame),
        sources("worker-src", [], more.worker),
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        ...(secure ? ["upgrade-insecure-requests"] : []),
        ...reporting,
      ].join("; "),
    document: (nonce) =>
      [...closed, `script-src 'nonce-${nonce}'`, `style-src 'nonce-${nonce}'`, "img-src data:", ...reporting].join(
        "; ",
      ),
  };
}

/** Each source once, in one order: a host that serves several things is named once. */
function sources(directive: string, own: readonly string[], more: readonly string[] = []): string {
  const all = [...new Set([...own, ...more])];
  return `${directive} ${all.length === 0 ? "'none'" : all.join(" ")}`;
}
