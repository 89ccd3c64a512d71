import type { ServerConfig } from "../config.ts";
import { policyReportGroup, policyReportPath } from "./content-policy.ts";

/** What no page of ours ever asks a browser for, and neither does Calendly's page in its frame. */
const withheld = [
  "accelerometer",
  "autoplay",
  "browsing-topics",
  "camera",
  "display-capture",
  "encrypted-media",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "midi",
  "picture-in-picture",
  "usb",
  "xr-spatial-tracking",
];

/**
 * Headers of every response, beside its Content Security Policy. A response that has one of them already keeps its own.
 *
 * No `Cross-Origin-Embedder-Policy`: Calendly's booking pages do not opt in to it, so no browser would show them.
 */
export function securityHeaders(
  config: Pick<ServerConfig, "publicUrl" | "calendly">,
): readonly (readonly [string, string])[] {
  const booking = new URL(config.calendly.bookingUrl).origin;
  const secure = config.publicUrl.startsWith("https://");
  return [
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "strict-origin-when-cross-origin"],
    [
      "permissions-policy",
      [...withheld.map((name) => `${name}=()`), `payment=(self "${booking}")`, "publickey-credentials-get=(self)"].join(
        ", ",
      ),
    ],
    // Calendly's popups open from our pages and talk back to them.
    ["cross-origin-opener-policy", "same-origin-allow-popups"],
    ["cross-origin-resource-policy", "same-origin"],
    ["origin-agent-cluster", "?1"],
    ["x-permitted-cross-domain-policies", "none"],
    ["reporting-endpoints", `${policyReportGroup}="${policyReportPath}"`],
    ...(secure ? ([["strict-transport-security", "max-age=31536000; includeSubDomains"]] as const) : []),
  ];
}
