/**
 * A port of this run, chosen once and inherited by every worker through the environment. The ranges do not meet, and
 * lie below 32768, where Linux begins to hand out ports to outgoing connections.
 */
function port(name: string, lowest: number): number {
  process.env[name] ??= String(lowest + Math.floor(Math.random() * 6_000));
  return Number(process.env[name]);
}

export const productPort = port("E2E_PORT", 20_000);
export const sandboxPort = port("E2E_SANDBOX_PORT", 26_000);
/** For a second product, at which people sign in by Clerk. */
export const clerkPorts = { product: port("E2E_CLERK_PORT", 8_000), sandbox: port("E2E_CLERK_SANDBOX_PORT", 14_000) };
export const productUrl = `http://localhost:${productPort}`;
export const sandboxUrl = `http://localhost:${sandboxPort}`;
