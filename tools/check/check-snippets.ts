import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles, root } from "./source-files.ts";

export interface Snippet {
  /** The document's path. */
  readonly document: string;
  /** Line of the document on which the code begins, from 1. */
  readonly line: number;
  readonly code: string;
}

/** The TypeScript code of a Markdown document, block by block. */
export function snippetsOf(document: string, text: string): Snippet[] {
  return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => ({
    document,
    line: text.slice(0, match.index).split("\n").length + 1,
    code: match[1] ?? "",
  }));
}

/**
 * Compiles what the documents show, each block by itself. What a block does not import it has from the packages, or from
 * `made-up-names.d.ts`: a recipe may speak of `database`, but not of a function or a field that is not there.
 */
export async function checkSnippets(): Promise<string[]> {
  const documents = listFiles().filter((path) => path.endsWith(".md"));
  const snippets = documents.flatMap((path) => snippetsOf(path, readFileSync(join(root, path), "utf8")));
  // Below the root, so that the packages are found; where nothing else looks.
  const folder = join(root, "node_modules/.cache/snippets");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, "tools/check/made-up-names.d.ts"), join(folder, "made-up-names.d.ts"));
  // `export {}` makes a module of each, so that one block's names are not another's.
  for (const [index, { code }] of snippets.entries()) writeFileSync(join(folder, `${index}.ts`), `${code}export {};\n`);
  const config = {
    extends: join(root, "tsconfig.base.json"),
    // What is a habit of this project and no mistake in a recipe.
    compilerOptions: { noUnusedLocals: false, noPropertyAccessFromIndexSignature: false },
    include: ["*.ts"],
  };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  const output = await compile(folder);
  return output.map((finding) =>
    finding.replace(/^(\d+)\.ts\((\d+),(\d+)\)/, (place, index: string, line: string, column: string) => {
      const snippet = snippets[Number(index)];
      return snippet === undefined ? place : `${snippet.document}:${snippet.line + Number(line) - 1}:${column}`;
    }),
  );
}

function compile(folder: string): Promise<string[]> {
  return new Promise((resolve) => {
    const tsc = join(root, "node_modules/.bin/tsc");
    execFile(tsc, ["-p", ".", "--pretty", "false"], { cwd: folder }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.split("\n").filter((line) => line.trim() !== "");
      resolve(error === null ? [] : output.length > 0 ? output : [`tsc could not be started: ${error.message}`]);
    });
  });
}
