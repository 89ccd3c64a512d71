import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { publishedPackages, stagePackage } from "./stage-package.ts";

/** `npm run pack`: the archives that `npm publish` takes, in `dist/`. */
const target = resolve(import.meta.dirname, "../../dist");
const staging = mkdtempSync(join(tmpdir(), "punctual-pack-"));
try {
  mkdirSync(target, { recursive: true });
  for (const name of publishedPackages) {
    const folder = join(staging, name);
    stagePackage(name, folder);
    execFileSync("npm", ["pack", "--pack-destination", target, "--loglevel=error"], { cwd: folder, stdio: "inherit" });
  }
  console.log(`Packed into ${target}`);
} finally {
  rmSync(staging, { recursive: true, force: true });
}
