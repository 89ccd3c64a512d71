import { createSandbox, type Sandbox } from "@punctual/calendly-sandbox";
import type { ServerConfig } from "../platform/config.ts";
import type { PlatformOverrides } from "../platform/open-platform.ts";
import { testConfig } from "./config.ts";
import { createTestContext, type TestClock, type TestContext } from "./test-context.ts";

const start = "2026-11-21T12:00:00Z";

export interface SandboxContext extends TestContext {
  readonly sandbox: Sandbox;
  /**
   * Answers the consent page of `authorizeUrl` as the Calendly user of that e-mail would, without a browser.
   * Gives the address that Calendly sends the browser back to.
   */
  consent(authorizeUrl: string, answer: { readonly email: string; readonly decision?: "allow" | "deny" }): Promise<URL>;
}

/** The platform with a Calendly of its own next to it (scenario `coaching`); both follow the test's clock. */
export async function createSandboxContext(
  options: { readonly config?: Partial<ServerConfig> } & Pick<PlatformOverrides, "fetch" | "sleep"> = {},
): Promise<SandboxContext> {
  const shared: { clock: TestClock | null } = { clock: null };
  const sandbox = await createSandbox({
    scenario: "coaching",
    now: () => shared.clock?.now().epochMilliseconds ?? Date.parse(start),
    span: { daysBack: 28, daysAhead: 21 },
    settings: { callsPerMinute: null, tokenCallsPerMinute: null },
  });
  try {
    const [app] = sandbox.credentials().apps;
    if (app === undefined) throw new Error("the scenario has no OAuth app");
    const { url } = sandbox;
    const test = await createTestContext({
      now: start,
      ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
      ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
      config: {
        publicUrl: new URL(app.redirectUris[0] ?? testConfig().publicUrl).origin,
        calendly: {
          apiUrl: url,
          authUrl: url,
          bookingUrl: url,
          assetsUrl: url,
          picturesUrl: url,
          clientId: app.clientId,
          clientSecret: app.clientSecret,
          webhookSigningKeys: [app.webhookSigningKey],
        },
        ...options.config,
      },
    });
    shared.clock = test.clock;
    return {
      ...test,
      sandbox,
      consent: (authorizeUrl, answer) => consent(sandbox, authorizeUrl, answer),
      async close() {
        await test.close();
        await sandbox.close();
      },
    };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

async function consent(
  sandbox: Sandbox,
  authorizeUrl: string,
  answer: { readonly email: string; readonly decision?: "allow" | "deny" },
): Promise<URL> {
  const person = sandbox.credentials().people.find(({ email }) => email === answer.email);
  const userId = person?.userUri?.split("/").at(-1);
  if (userId === undefined) throw new Error(`${answer.email} has no Calendly account in the scenario`);
  const form = new URL(authorizeUrl).searchParams;
  form.set("account", userId);
  form.set("decision", answer.decision ?? "allow");
  const response = await fetch(new URL("/oauth/authorize", authorizeUrl), {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  const location = response.headers.get("location");
  if (location === null) throw new Error(`the consent page answered ${response.status} without a way back`);
  return new URL(location);
}
