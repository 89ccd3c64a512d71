import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { publishedPackages, stagePackage } from "./stage-package.ts";

/**
 * `npm run pack`: the archives that `npm publish` takes, in `dist/`. With `--unpacked FOLDER` the packages lie in
 * `FOLDER/@punctual/` instead, as an install would lay them in `node_modules`.
 */
const { values } = parseArgs({ options: { unpacked: { type: "string" } } });

function packInto(target: string): void {
  const staging = mkdtempSync(join(tmpdir(), "punctual-pack-"));
  try {
    mkdirSync(target, { recursive: true });
    for (const name of publishedPackages) {
      const folder = join(staging, name);
      stagePackage(name, folder);
      const command = ["pack", "--pack-destination", target, "--loglevel=error"];
      execFileSync("npm", command, { cwd: folder, stdio: "inherit" });
    }
    console.log(`Packed into ${target}`);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

if (values.unpacked === undefined) packInto(resolve(import.meta.dirname, "../../dist"));
else for (const name of publishedPackages) stagePackage(name, join(resolve(values.unpacked), "@punctual", name));
