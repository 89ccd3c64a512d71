import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { buildSync } from "esbuild";

/** What CommonJS among the bundled libraries expects to find. */
const requireForCommonJs =
  'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);';

/**
 * Bundles a command and all that it loads, third-party libraries included, into `folder`: a few files are read in a
 * fraction of the time of a few hundred, and a command should be there at once. What was bundled is named beside it with
 * its licence.
 *
 * @param root the folder whose `node_modules` the libraries are in.
 */
export function bundleCommand(source: string, folder: string, root: string): void {
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [source],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minifyWhitespace: true,
    minifySyntax: true,
    banner: { js: requireForCommonJs },
    metafile: true,
    logLevel: "error",
  });
  const libraries = new Set(
    Object.keys(metafile.inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  const notices = [...libraries].toSorted().map((library) => {
    const home = join(root, "node_modules", library);
    const { version, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as Record<string, string>;
    const texts = globSync("{LICENSE,LICENCE,license}*", { cwd: home }).map((file) =>
      readFileSync(join(home, file), "utf8"),
    );
    return `${library} ${version} (${license})\n\n${texts.join("\n").trim()}\n`;
  });
  writeFileSync(
    join(folder, "THIRD-PARTY.txt"),
    `Bundled in ${basename(source, ".ts")}.js:\n\n${notices.join("\n---\n\n")}`,
  );
}
