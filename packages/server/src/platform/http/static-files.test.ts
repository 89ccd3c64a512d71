import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createStaticFiles } from "./static-files.ts";

let folder: string;
let serve: (path: string, headers?: Record<string, string>) => Promise<Response | null>;
const script = `console.log(${JSON.stringify("x".repeat(4000))});`;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "punctual-web-"));
  await mkdir(join(folder, "dist", "assets"), { recursive: true });
  await writeFile(join(folder, "secret.txt"), "secret");
  await writeFile(
    join(folder, "dist", "index.html"),
    '<!doctype html><title>Punctual</title><script nonce="__nonce__"></script><style nonce="__nonce__"></style>',
  );
  await writeFile(join(folder, "dist", "assets", "app-1a2b3c.js"), script);
  const files = createStaticFiles(join(folder, "dist"), (nonce) => `script-src 'nonce-${nonce}'`);
  serve = (path, headers = {}) => files(new Request(`http://punctual.test${path}`, { headers }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("every page of the app is index.html with a nonce that no other response has, kept by nobody", async () => {
  const nonces = new Set<string>();
  for (const path of ["/", "/sessions/ses_1", "/coaches?search=x", "/index.html", "/"]) {
    const response = await serve(path, { "if-none-match": "*" });
    expect([response?.status, response?.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(response?.headers.get("etag")).toBeNull();
    const nonce = /'nonce-([A-Za-z0-9+/]{24})'/.exec(response?.headers.get("content-security-policy") ?? "")?.[1] ?? "";
    expect(await response?.text()).toBe(
      `<!doctype html><title>Punctual</title><script nonce="${nonce}"></script><style nonce="${nonce}"></style>`,
    );
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(5);
  const zipped = await serve("/", { "accept-encoding": "gzip" });
  expect(gunzipSync(Buffer.from((await zipped?.arrayBuffer()) ?? new ArrayBuffer(0))).toString()).toContain("Punctual");
});

test("hashed files are kept for good and sent compressed to those who take it", async () => {
  const plain = await serve("/assets/app-1a2b3c.js");
  expect(plain?.headers.get("cache-control")).toContain("immutable");
  expect(await plain?.text()).toBe(script);
  const small = await serve("/assets/app-1a2b3c.js", { "accept-encoding": "gzip, br" });
  expect(small?.headers.get("content-encoding")).toBe("br");
  expect(brotliDecompressSync(Buffer.from((await small?.arrayBuffer()) ?? new ArrayBuffer(0))).toString()).toBe(script);
});

test("a file that did not change is not sent again", async () => {
  const tag = (await serve("/assets/app-1a2b3c.js"))?.headers.get("etag") ?? "";
  expect((await serve("/assets/app-1a2b3c.js", { "if-none-match": tag }))?.status).toBe(304);
});

test("while the app is built anew its pages say so and come back; then they are there again", async () => {
  const index = join(folder, "dist", "index.html");
  await rm(index);
  const away = await serve("/sessions/ses_1");
  expect([away?.status, away?.headers.get("retry-after")]).toEqual([503, "3"]);
  expect(await away?.text()).toContain("Punctual's pages are being built.");
  await writeFile(index, "<!doctype html><title>Punctual</title>");
  expect((await serve("/sessions/ses_1"))?.status).toBe(200);
});

test("nothing outside of the folder is served, and a missing file is no page", async () => {
  for (const path of [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
  ]) {
    expect(await (await serve(path))?.text(), path).not.toBe("secret");
  }
  expect(await serve("/assets/gone-123.js")).toBeNull();
  expect(await serve("/%00")).toBeNull();
  expect(await serve("/%zz")).toBeNull();
});
