import { join } from "node:path";
import { build } from "esbuild";
import { rolldown } from "rolldown";
import { describe, expect, it } from "vitest";

/** What a bundler makes of a program that uses this package, for a place without Node. */
async function bundle(program: string, conditions: { readonly minify?: boolean } = {}) {
  const result = await build({
    stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    logLevel: "silent",
    minify: conditions.minify ?? false,
  });
  const [output] = Object.values(result.metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return {
    text: result.outputFiles[0]?.text ?? "",
    own: inputs.map(([path]) => path).filter((path) => !path.includes("node_modules")),
    external: Object.values(result.metafile.inputs).flatMap(({ imports }) => imports.filter((one) => one.external)),
  };
}

const call = "export const me = () => createCalendlyClient({ accessToken: 't' }).request(endpoints.getCurrentUser);";
const oneCall = `
  import { createCalendlyClient } from "./index.ts";
  import * as endpoints from "./endpoints.ts";
  ${call}`;

/** The same by Rolldown, which sees through a namespace that is exported by another module. */
async function bundleByRolldown(program: string): Promise<string> {
  const entry = join(import.meta.dirname, "program.ts");
  const bundled = await rolldown({
    input: entry,
    platform: "neutral",
    resolve: { mainFields: ["module", "main"] },
    logLevel: "silent",
    plugins: [
      {
        name: "program",
        resolveId: (id) => (id === entry ? entry : null),
        load: (id) => (id === entry ? { code: program, moduleType: "ts" } : null),
      },
    ],
  });
  const { output } = await bundled.generate({ format: "esm" });
  await bundled.close();
  return output[0].code;
}

const elsewhere = ["routing_form", "meeting_recap", "contact_list", "webhook_subscription", "HMAC", "/oauth"];

describe("a bundle", () => {
  it("of one call holds that call's schemas alone", async () => {
    const { own, text } = await bundle(oneCall);
    expect(text).toContain('"/users/me"');
    const files = own.filter((path) => path.includes("endpoints/")).map((path) => path.split("/").at(-1));
    // The two others are behind `availableTimes` and `busyTimes`.
    expect(files.sort()).toEqual(["availability.ts", "available-times.ts", "users.ts"]);
    for (const absent of elsewhere) expect(text).not.toContain(absent);
  });

  it("holds as little when the endpoints are taken from the index", async () => {
    const text = await bundleByRolldown(`import { createCalendlyClient, endpoints } from "./index.ts"; ${call}`);
    expect(text).toContain("/users/me");
    for (const absent of elsewhere) expect(text).not.toContain(absent);
  });

  it("of the signature check holds no schema and no zod", async () => {
    const { own, text } = await bundle(`export { verifyWebhook } from "./index.ts";`);
    expect(own.every((path) => /webhooks\/(verify|signature)\.ts$/.test(path))).toBe(true);
    expect(text).not.toContain("ZodObject");
  });

  it("of everything reaches nothing of Node: no import, no Buffer, no process", async () => {
    const { own, text, external } = await bundle(`export * from "./index.ts";`);
    expect(external).toEqual([]);
    expect(own.length).toBeGreaterThan(60);
    expect(text).not.toMatch(/["']node:|\bBuffer\b|\bprocess\.|\brequire\(|__dirname/);
  });

  it("runs where there are only web globals", async () => {
    const { text } = await bundle(oneCall, { minify: true });
    const body = {
      resource: { uri: "https://api.calendly.com/users/A", email: "m@x.example", current_organization: "o" },
    };
    // As a worker sees the world: what the web has, and `globalThis` itself out of reach.
    const web = {
      fetch: async () => Response.json(body),
      setTimeout,
      clearTimeout,
      AbortController,
      URLSearchParams,
      URL,
    };
    const run = new Function(
      "globalThis",
      "process",
      "Buffer",
      "global",
      `${text.replace(/export\s*\{(.*) as me\};?/, "return $1;")}`,
    );
    const me = run(web, undefined, undefined, undefined) as () => Promise<{ resource: { email: string } }>;
    expect((await me()).resource.email).toBe("m@x.example");
  });
});
