import { expect, test } from "vitest";
import { createClerkInstance } from "../../testing/clerk-tokens.ts";
import { testConfig } from "../../testing/config.ts";
import { clerkOrigins } from "./clerk-origins.ts";
import { contentPolicies } from "./content-policy.ts";

const secret = "a-secret-for-tests-that-is-long-enough";
const policyOf = (config: ReturnType<typeof testConfig>) => contentPolicies(config, clerkOrigins(config)).page("n");

test("pages may load from the Clerk instance that the publishable key names, in clerk mode alone", () => {
  const { config: clerk } = createClerkInstance();
  const policy = policyOf(testConfig({ auth: { mode: "clerk", secret, clerk } }));
  const directives = new Map(policy.split("; ").map((one) => [one.split(" ")[0], one] as const));
  expect(directives.get("script-src")).toContain(
    "https://happy-otter-12.clerk.accounts.dev https://challenges.cloudflare.com",
  );
  expect(directives.get("script-src")).not.toContain("unsafe");
  expect(directives.get("connect-src")).toBe("connect-src 'self' https://happy-otter-12.clerk.accounts.dev");
  expect(directives.get("img-src")).toContain("https://img.clerk.com");
  expect(directives.get("frame-src")).toContain("https://challenges.cloudflare.com");
  expect(directives.get("worker-src")).toBe("worker-src 'self' blob:");
  const local = policyOf(testConfig());
  expect(local).not.toContain("clerk");
  expect(local).not.toContain("cloudflare");
  expect(local).toContain("worker-src 'none'");
});
