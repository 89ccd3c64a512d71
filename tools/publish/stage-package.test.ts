import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishedPackages, stagePackage } from "./stage-package.ts";

const root = join(import.meta.dirname, "../..");
const node = join(root, "node_modules/node/bin/node");
let folder: string;

/** An app of somebody else's: our packages as a registry would give them, and what they depend on. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "punctual-publish-"));
  const modules = join(folder, "node_modules");
  mkdirSync(join(modules, "@punctual"), { recursive: true });
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name !== "@punctual" && !name.startsWith("."))
      symlinkSync(join(root, "node_modules", name), join(modules, name));
  }
  for (const name of publishedPackages) stagePackage(name, join(modules, "@punctual", name));
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const installed = (path: string) => join(folder, "node_modules/@punctual", path);

describe("the published packages", () => {
  it("carry compiled code and types, and neither sources nor tests", () => {
    for (const name of publishedPackages) {
      const beside = name === "calendly" ? [] : ["docs", "node_modules"];
      const expected = ["LICENSE", "README.md", "dist", "package.json", ...beside];
      expect(readdirSync(installed(name)).toSorted()).toEqual(expected.toSorted());
      expect(existsSync(installed(`${name}/dist/index.d.ts`))).toBe(true);
      const files = readdirSync(installed(`${name}/dist`), { recursive: true, encoding: "utf8" });
      expect(
        files.filter((file) => /\.test\.|^(?:testing|conformance)/.test(file) || /(?<!\.d)\.ts$/.test(file)),
      ).toEqual([]);
      expect(readFileSync(installed(`${name}/dist/index.d.ts`), "utf8")).not.toMatch(/"\.[^"]*\.ts"/);
    }
  });

  it("run where nothing strips types: the command serves the scenario, and the client reads it", async () => {
    const command = spawn(node, [installed("calendly-sandbox/dist/cli.js"), "--port", "0", "--scenario", "solo"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [first] = (await once(command.stdout.setEncoding("utf8"), "data")) as [string];
      const url = /http:\/\/[\d.]+:\d+/.exec(first)?.[0];
      const program = `
        const { createCalendlyClient, endpoints } = await import(${JSON.stringify(installed("calendly/dist/index.js"))});
        const client = createCalendlyClient({ accessToken: "sandbox-personal-token-robin", apiUrl: ${JSON.stringify(url)} });
        const { resource } = await client.request(endpoints.getCurrentUser);
        console.log(resource.name);`;
      const run = await promisify(execFile)(node, ["--input-type=module", "--eval", program], { cwd: folder });
      expect(run.stdout.trim()).toBe("Robin Vega");
      const page = await fetch(`${url}/robin-vega/30-minute-meeting`);
      expect(page.status).toBe(200);
      expect((await fetch(`${url}/assets/external/widget.js`)).status).toBe(200);
    } finally {
      command.kill("SIGTERM");
      await once(command, "exit");
    }
  }, 60_000);
});
