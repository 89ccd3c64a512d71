import { spawnSync } from "node:child_process";
import chromium from "@sparticuz/chromium";

/** Flags that a browser needs as root in a container, and those that keep it from calling home. */
export const browserArguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"];

/** Found out by the first process, and inherited by its workers. */
process.env["E2E_HEADED"] ??= process.argv.includes("--headed") ? "yes" : "no";

/**
 * The Chromium to drive: the headless one that npm installed, the same for everybody and quicker than a desktop's;
 * the system's where that cannot run, and with `--headed`.
 * @throws when neither can be found; the run then fails instead of testing nothing.
 */
export async function findBrowser(): Promise<string> {
  const packed = process.env["E2E_HEADED"] === "yes" ? [] : [await chromium.executablePath()];
  for (const path of [...packed, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]) {
    if (runs(path)) return path;
  }
  throw new Error("No browser: neither the one from npm (@sparticuz/chromium) nor a system's can be run.");
}

function runs(path: string): boolean {
  return spawnSync(path, ["--version"], { timeout: 20_000 }).status === 0;
}
