import { existsSync } from "node:fs";
import chromium from "@sparticuz/chromium";

/** Flags that a browser needs as root in a container, and those that keep it from calling home. */
export const browserArguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"];

/**
 * The Chromium to drive: the system's where there is one, otherwise the one that npm installed.
 * @throws when neither can be found; the run then fails instead of testing nothing.
 */
export async function findBrowser(): Promise<string> {
  for (const path of ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]) {
    if (existsSync(path)) return path;
  }
  const packed = await chromium.executablePath();
  if (existsSync(packed)) return packed;
  throw new Error("No browser: neither /usr/bin/chromium nor the one from npm (@sparticuz/chromium) can be found.");
}
