import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { defineConfig } from "@playwright/test";
import { productPort, productUrl, sandboxPort } from "./support/addresses.ts";
import { browserArguments, findBrowser } from "./support/browser.ts";
import { productCommand } from "./support/product.ts";

const root = resolve(import.meta.dirname, "..");
process.env["E2E_DATA_DIR"] ??= mkdtempSync(join(tmpdir(), "punctual-e2e-"));

/** The real product in one process, its data in a folder of its own, driven through a real browser. */
export default defineConfig({
  testDir: "tests",
  outputDir: join(root, "test-results"),
  workers: 2,
  fullyParallel: false,
  projects: [
    // These share one product and tell one story each: they run one after the other, by their numbers.
    { name: "product", testMatch: "[1-4]-*.spec.ts", workers: 1 },
    // These have a sandbox, or a product, of their own, and run meanwhile.
    { name: "sandbox", testMatch: "[5-9]-*.spec.ts", workers: 1 },
  ],
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ["list"],
    ["json", { outputFile: process.env["PLAYWRIGHT_JSON_OUTPUT_NAME"] ?? join(root, "test-results/report.json") }],
  ],
  use: {
    baseURL: productUrl,
    locale: "en-US",
    timezoneId: "America/Chicago",
    // A trace costs much time; whoever looks into a failure asks for one with --trace=on.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: await findBrowser(), args: browserArguments },
  },
  webServer: {
    command: productCommand.join(" "),
    cwd: root,
    url: `${productUrl}/readyz`,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    stdout: "pipe",
    env: {
      PORT: String(productPort),
      SANDBOX_PORT: String(sandboxPort),
      DATA_DIR: process.env["E2E_DATA_DIR"] ?? "",
    },
  },
});
