/** Parameters as a caller sent them, whatever the form: JSON, a form, or a query string. */
export type Parameters = Readonly<Record<string, unknown>>;

export type InputOutcome =
  | { readonly kind: "read"; readonly parameters: Parameters }
  | { readonly kind: "unreadable"; readonly message: string };

type Tree = { [key: string]: Tree | string | (Tree | string)[] };

/** Largest body that is read, in bytes. */
export const bodyLimit = 1_000_000;
const depthLimit = 6;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `events[]`, `invitee[name]` and `answers[0][question]` as clients in other languages write them. */
function plant(tree: Tree, path: readonly string[], value: string): void {
  const [head, ...rest] = path;
  if (head === undefined || head === "__proto__") return;
  const [next] = rest;
  // Only what was planted: `constructor` and `toString` stand in every object, and are nobody's parameters.
  const standing = Object.hasOwn(tree, head) ? tree[head] : undefined;
  if (next === undefined) {
    tree[head] = value;
  } else if (next === "") {
    if (Array.isArray(standing)) standing.push(value);
    else tree[head] = [value];
  } else {
    const branch: Tree =
      standing === undefined || typeof standing === "string" || Array.isArray(standing) ? {} : standing;
    tree[head] = branch;
    plant(branch, rest, value);
  }
}

/** Objects whose keys are 0, 1, 2... are lists. */
function settle(tree: Tree): Tree | (Tree | string)[] {
  const settled: Tree = {};
  for (const [key, value] of Object.entries(tree)) {
    settled[key] = typeof value === "string" || Array.isArray(value) ? value : settle(value);
  }
  const keys = Object.keys(settled);
  if (keys.length > 0 && keys.every((key, at) => key === String(at))) return Object.values(settled).flat();
  return settled;
}

/** A query string or a form as parameters; empty `&&` segments are skipped, the last of several equal names wins. */
export function parseForm(text: string): Parameters {
  const tree: Tree = {};
  for (const [name, value] of new URLSearchParams(text.replace(/^\?/, ""))) {
    if (name === "") continue;
    const path = [name.replace(/\[.*$/, ""), ...[...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? "")];
    if (path.length <= depthLimit) plant(tree, path, value);
  }
  const settled = settle(tree);
  return Array.isArray(settled) ? {} : settled;
}

function parseBody(text: string, contentType: string): InputOutcome {
  const trimmed = text.trim();
  if (trimmed === "") return { kind: "read", parameters: {} };
  const looksLikeJson = trimmed.startsWith("{") || trimmed.startsWith("[");
  if (contentType.includes("x-www-form-urlencoded") && !looksLikeJson) {
    return { kind: "read", parameters: parseForm(trimmed) };
  }
  try {
    const body: unknown = JSON.parse(trimmed);
    if (isObject(body)) return { kind: "read", parameters: body };
    return { kind: "unreadable", message: "The request body must be an object" };
  } catch {
    if (!looksLikeJson && trimmed.includes("=")) return { kind: "read", parameters: parseForm(trimmed) };
    return { kind: "unreadable", message: "The request body is not valid JSON" };
  }
}

/** A parameter that is a text and not an empty one; null for anything else. */
export function textOf(parameters: Parameters, name: string): string | null {
  const value = parameters[name];
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * A body's bytes, or null when there are more than `most`. The rest is let run out, within reason: a connection that is
 * closed under a sender gives them no answer to read.
 */
export async function readBytes(request: Request, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length <= most) chunks.push(chunk);
    else if (length > most + 15 * bodyLimit) break;
  }
  return length > most ? null : Buffer.concat(chunks);
}

/** The body of a request, JSON or form, with parameters of the query string where the body has none of that name. */
export async function readBody(request: Request): Promise<InputOutcome> {
  const bytes = await readBytes(request, bodyLimit);
  if (bytes === null) return { kind: "unreadable", message: "The request body is too large" };
  const outcome = parseBody(new TextDecoder().decode(bytes), request.headers.get("content-type") ?? "");
  if (outcome.kind === "unreadable") return outcome;
  return { kind: "read", parameters: { ...parseForm(new URL(request.url).search), ...outcome.parameters } };
}
