import type { ServerConfig } from "../config.ts";

/** Headers of every response: what a page of ours may load, who may frame it, what leaks to other sites. */
export function securityHeaders(
  config: Pick<ServerConfig, "publicUrl" | "calendly">,
): readonly (readonly [string, string])[] {
  const { bookingUrl, assetsUrl } = config.calendly;
  const booking = new URL(bookingUrl).origin;
  const assets = new URL(assetsUrl).origin;
  const secure = config.publicUrl.startsWith("https://");
  const calendly = [...new Set([booking, assets])].join(" ");
  const policy = [
    "default-src 'self'",
    `script-src 'self' ${assets}`,
    // Components set inline styles, and so does Calendly's widget; scripts never run inline.
    `style-src 'self' 'unsafe-inline' ${assets}`,
    `img-src 'self' data: ${calendly}`,
    "font-src 'self' data:",
    `connect-src 'self' ${calendly}`,
    `frame-src 'self' ${booking}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(secure ? ["upgrade-insecure-requests"] : []),
  ].join("; ");
  return [
    ["content-security-policy", policy],
    ["x-content-type-options", "nosniff"],
    ["x-frame-options", "DENY"],
    ["referrer-policy", "strict-origin-when-cross-origin"],
    ["permissions-policy", `camera=(), microphone=(), geolocation=(), usb=(), payment=(self "${booking}")`],
    // Calendly's popups open from our pages and talk back to them.
    ["cross-origin-opener-policy", "same-origin-allow-popups"],
    ["cross-origin-resource-policy", "same-origin"],
    ...(secure ? ([["strict-transport-security", "max-age=31536000; includeSubDomains"]] as const) : []),
  ];
}
