import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

export interface SourceFile {
  /** Path from the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every file that git tracks or would track, so that a check sees what a commit would hold. */
export function listFiles(): string[] {
  const output = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate"], {
    cwd: root,
    encoding: "utf8",
  });
  return output.split("\n").filter((path) => path !== "");
}

/** The TypeScript files of the repository with their text. */
export function readSources(): SourceFile[] {
  return listFiles()
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith(".d.ts"))
    .flatMap((path) => {
      try {
        return [{ path, text: readFileSync(join(root, path), "utf8") }];
      } catch {
        return []; // Deleted in the work tree and not yet in a commit.
      }
    });
}

export interface ImportStatement {
  readonly specifier: string;
  readonly line: number;
}

/** Static and dynamic imports and re-exports of a file. */
export function importsOf(file: SourceFile): ImportStatement[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*["']([^"']+)["']|\bimport\s*\(\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']/g;
  return [...file.text.matchAll(pattern)].map((match) => ({
    specifier: match[1] ?? match[2] ?? match[3] ?? "",
    line: file.text.slice(0, (match.index ?? 0) + match[0].length).split("\n").length,
  }));
}

/** Tests, and what only tests use. */
export const isTest = (path: string): boolean =>
  /\.test\.tsx?$|\/src\/testing(?:\/|\.ts$)|\/src\/fixtures\//.test(path);
