/**
 * Measures what the browser downloads before a route can be shown: the entry, the frame, and the route's page, with
 * everything that they import. Run after `vite build`; exits with 1 when a route is over its budget.
 *
 * First routes are those where a visit begins: the sign-in page and each role's start. The others may be a little
 * heavier: by then most of it is in the browser's cache.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const firstRoutes = ["everyone/SignInPage", "coach/TodayPage", "realtor/HomePage", "admin/OverviewPage"];
const budget = { first: 150, other: 200 } as const;
const dist = join(import.meta.dirname, "..", "dist");

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
}

const manifest: Record<string, Chunk> = JSON.parse(readFileSync(join(dist, ".vite", "manifest.json"), "utf8"));
const pages = Object.keys(manifest).filter((key) => key.startsWith("src/pages/"));
const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry);
if (entry === undefined) throw new Error("The build has no entry. Run `vite build` first.");

const frame = "src/shell/Shell.tsx";
const rows = pages
  .map((page) => {
    const name = page.replace("src/pages/", "").replace(".tsx", "");
    const keys = name === "everyone/SignInPage" ? [entry, page] : [entry, frame, page];
    return { name, kilobytes: sizeOf(filesOf(keys)), most: firstRoutes.includes(name) ? budget.first : budget.other };
  })
  .sort((a, b) => b.kilobytes - a.kilobytes);
for (const { name, kilobytes, most } of rows) {
  process.stdout.write(`${kilobytes.toFixed(1).padStart(7)} of ${most} kB gzip  ${name}\n`);
}
const over = rows.filter(({ kilobytes, most }) => kilobytes > most).map(({ name }) => name);
process.stdout.write(
  over.length === 0
    ? "Every route is within its budget.\n"
    : `Over budget: ${over.join(", ")}. Load parts of them later, or drop what they import.\n`,
);
process.exitCode = over.length === 0 ? 0 : 1;

function filesOf(keys: readonly string[], found = new Set<string>()): ReadonlySet<string> {
  for (const key of keys) {
    const chunk = manifest[key];
    if (chunk === undefined || found.has(chunk.file)) continue;
    found.add(chunk.file);
    filesOf(chunk.imports ?? [], found);
  }
  return found;
}

function sizeOf(files: ReadonlySet<string>): number {
  let bytes = 0;
  for (const file of files)
    if (file.endsWith(".js")) bytes += gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  return bytes / 1000;
}
