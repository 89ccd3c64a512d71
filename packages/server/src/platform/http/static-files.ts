import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { extname, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, gzipSync } from "node:zlib";
import { createNonce } from "./content-policy.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};
const compressible = /^(text\/|application\/(json|manifest)|image\/svg)/;

/** Stands in the built `index.html` wherever a response's nonce belongs; `apps/web/vite.config.ts` puts it there. */
const noncePlaceholder = "__nonce__";

interface StoredFile {
  readonly mtimeMs: number;
  readonly type: string;
  readonly tag: string;
  readonly plain: Uint8Array<ArrayBuffer>;
  readonly br: Uint8Array<ArrayBuffer> | null;
  readonly gzip: Uint8Array<ArrayBuffer> | null;
}

/**
 * Serves a built web app: files by name, and `index.html` for every page of the app. Names with a hash in `/assets/`
 * never change and are cached for good; everything else is asked for again. Each file is read and compressed once, but
 * `index.html` has a nonce of its own in every response and is kept by nobody.
 * While the app is not built, or is being built anew, its pages answer 503 with a sentence.
 *
 * @param policyOf the pages' Content Security Policy with a nonce.
 * @returns the response, or null when the path is none of the app's.
 */
export function createStaticFiles(
  root: string,
  policyOf: (nonce: string) => string,
): (request: Request) => Promise<Response | null> {
  const base = resolve(root);
  const files = new Map<string, Promise<StoredFile | undefined>>();

  async function find(path: string): Promise<StoredFile | null> {
    const file = resolve(base, `.${path}`);
    if (file !== base && !file.startsWith(base + sep)) return null;
    const info = await stat(file).catch(() => null);
    if (info === null || !info.isFile()) return null;
    const known = await files.get(file);
    if (known !== undefined && known.mtimeMs === info.mtimeMs) return known;
    const loading = load(file, info.mtimeMs);
    // A build that replaces the file takes it away between the look and the reading: it is not there.
    const kept = loading.catch(() => undefined);
    files.set(file, kept);
    return (await kept) ?? null;
  }

  return async (request) => {
    const path = decodePath(new URL(request.url).pathname);
    if (path === null) return null;
    const file = path === "/" ? null : await find(path);
    if (file !== null && path !== "/index.html") return answer(request, file, path.startsWith("/assets/"));
    // A name with an extension is a file that is not there, not a page of the app.
    if (extname(path) !== "" && path !== "/index.html") return null;
    const index = await find("/index.html");
    return index === null ? beingBuilt() : answerPage(request, index, policyOf);
  };
}

/** Instead of a page while there is no built app: a sentence, and the browser asks again by itself. */
function beingBuilt(): Response {
  const page =
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="3">' +
    "<title>Punctual is being built</title>" +
    "<p>Punctual's pages are being built. This page comes back by itself in a few seconds. " +
    "If it does not, run npm start again.</p></html>";
  return new Response(page, {
    status: 503,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", "retry-after": "3" },
  });
}

function decodePath(path: string): string | null {
  try {
    const decoded = decodeURIComponent(path);
    return decoded.includes("\0") || decoded.includes("\\") ? null : decoded;
  } catch {
    return null;
  }
}

async function load(file: string, mtimeMs: number): Promise<StoredFile> {
  const plain = new Uint8Array(await readFile(file));
  const type = types[extname(file)] ?? "application/octet-stream";
  const squeeze = compressible.test(type) && plain.length > 1024;
  const [br, gz] = squeeze
    ? await Promise.all([
        promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
        promisify(gzip)(plain, { level: 9 }),
      ])
    : [null, null];
  return {
    mtimeMs,
    type,
    tag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    plain,
    br: br === null ? null : new Uint8Array(br),
    gzip: gz === null ? null : new Uint8Array(gz),
  };
}

/** The page with a nonce that no other response has. */
function answerPage(request: Request, index: StoredFile, policyOf: (nonce: string) => string): Response {
  const nonce = createNonce();
  const page = Buffer.from(new TextDecoder().decode(index.plain).replaceAll(noncePlaceholder, nonce));
  const zipped = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
  const bytes = new Uint8Array(zipped ? gzipSync(page) : page);
  const headers = new Headers({
    "content-type": index.type,
    "content-security-policy": policyOf(nonce),
    "cache-control": "no-store",
    "content-length": String(bytes.byteLength),
    vary: "accept-encoding",
  });
  if (zipped) headers.set("content-encoding", "gzip");
  return new Response(request.method === "HEAD" ? null : bytes, { headers });
}

function answer(request: Request, file: StoredFile, immutable: boolean): Response {
  const headers = new Headers({
    "content-type": file.type,
    "cache-control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
    etag: file.tag,
    vary: "accept-encoding",
  });
  if (request.headers.get("if-none-match") === file.tag) return new Response(null, { status: 304, headers });
  const accepted = request.headers.get("accept-encoding") ?? "";
  const [encoding, bytes] =
    file.br !== null && /\bbr\b/.test(accepted)
      ? ["br", file.br]
      : file.gzip !== null && /\bgzip\b/.test(accepted)
        ? ["gzip", file.gzip]
        : [null, file.plain];
  if (encoding !== null) headers.set("content-encoding", encoding);
  headers.set("content-length", String(bytes.byteLength));
  return new Response(request.method === "HEAD" ? null : bytes, { headers });
}
