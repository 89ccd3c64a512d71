import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./ensure-install.mjs";
import { step } from "./progress.mjs";

const sources = ["apps/web", "packages/react", "packages/contract"];
const stampFile = join(root, "apps/web/dist/.stamp");

/** Builds the web app when any file that goes into it has changed since the last build. */
export async function ensureWeb() {
  const wanted = sourceHash();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) return;
  await step("Building the web app", () => run("vite", ["build", "apps/web", "--logLevel", "warn"], { quiet: true }));
  writeFileSync(stampFile, wanted);
}

function sourceHash() {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const folder of sources) addFolder(hash, folder);
  return hash.digest("hex");
}

function addFolder(hash, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === "node_modules" || entry.name === "dist" || entry.name.includes(".test.")) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) addFolder(hash, path);
    else hash.update(path).update(readFileSync(join(root, path)));
  }
}
