import type { ServerConfig } from "../config.ts";
import type { PolicySources } from "./content-policy.ts";

/** Where Clerk shows its check for robots, and where its pictures of people are. */
const challenges = "https://challenges.cloudflare.com";
const pictures = "https://img.clerk.com";

/**
 * What a page loads to sign people in at Clerk, and nothing of it in another mode
 * (https://clerk.com/docs/guides/secure/best-practices/csp-headers). Clerk's styles carry the page's nonce.
 */
export function clerkOrigins({ auth }: Pick<ServerConfig, "auth">): PolicySources {
  if (auth.mode !== "clerk") return {};
  const { frontendUrl } = auth.clerk;
  return {
    script: [frontendUrl, challenges],
    connect: [frontendUrl],
    image: [pictures],
    frame: [challenges],
    worker: ["'self'", "blob:"],
  };
}
