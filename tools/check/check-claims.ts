import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles, root } from "./source-files.ts";

/** Where paths in the documents begin: at the root, or where nearly all of the tests are. */
const beginnings = ["", "packages/server/src/"];

/** Documents that claim something, and name what holds it. */
export const isClaiming = (path: string): boolean =>
  path === "SECURITY.md" || /^docs\/(?:threat-model|owasp-api-top-10|asvs-level-2)\.md$/.test(path);

export interface Claim {
  readonly document: string;
  readonly line: number;
  readonly path: string;
  /** Name of a test in that file; null where a file alone is named. */
  readonly test: string | null;
}

/** Files that a document names, `path/in/code.ts`, and tests in them: `path/of.test.ts` “the test's name”. */
export function claimsOf(document: string, text: string): Claim[] {
  const pattern = /`((?:[\w.@-]+\/)*[\w.-]+\.(?:tsx?|mjs|sql|md|json|example))`(?: “([^”]+)”)?/g;
  return text
    .split("\n")
    .flatMap((line, at) =>
      [...line.matchAll(pattern)].map(([, path = "", test]) => ({ document, line: at + 1, path, test: test ?? null })),
    );
}

/**
 * Claims that nothing holds: the file is gone, or has no test of that name.
 *
 * @param read the text of a file by its path from the root; null where there is none.
 */
export function checkClaims(claims: readonly Claim[], read: (path: string) => string | null): string[] {
  return claims.flatMap(({ document, line, path, test }) => {
    const texts = beginnings.map((beginning) => read(`${beginning}${path}`)).filter((text) => text !== null);
    if (texts.length === 0) return [`${document}:${line} names ${path}, which does not exist.`];
    if (test === null || texts.some((text) => text.includes(test))) return [];
    return [`${document}:${line} says that “${test}” is in ${path}. It is not: name the test that holds this now.`];
  });
}

/** The same for the documents of this repository. */
export function checkOwnClaims(): string[] {
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : null);
  const claims = listFiles()
    .filter(isClaiming)
    .flatMap((path) => claimsOf(path, read(path) ?? ""));
  return checkClaims(claims, read);
}
