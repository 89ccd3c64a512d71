import { execFileSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { bundleCommand } from "./bundle-command.ts";

const root = join(import.meta.dirname, "../..");

/** The packages that others install from a registry, in the order in which they depend on each other. */
export const publishedPackages = ["calendly", "calendly-sandbox"] as const;
export type PublishedPackage = (typeof publishedPackages)[number];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly type: string;
  readonly description?: string;
  readonly sideEffects?: boolean;
  readonly exports: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
}

/** The published packages that a package depends on. */
function ownDependencies({ dependencies = {} }: Manifest) {
  return publishedPackages
    .map((name) => ({ name, dependency: `@punctual/${name}` }))
    .filter(({ dependency }) => Object.hasOwn(dependencies, dependency));
}

const compiled = (path: string) => path.replace("./src/", "./dist/").replace(/\.ts$/, ".js");

/** One face of a package: compiled code with its types, or a file as it is. */
function publishedFace(path: string): object | string {
  if (!path.endsWith(".ts")) return compiled(path);
  return { types: compiled(path).replace(/\.js$/, ".d.ts"), default: compiled(path) };
}

/** As the registry wants it: what runs is the compiled code, since Node strips no types below `node_modules`. */
function publishedManifest(manifest: Manifest): object {
  const { name, version, description, license, type, sideEffects, bin, dependencies, engines } = manifest;
  return {
    name,
    version,
    description,
    license,
    type,
    sideEffects,
    engines,
    exports: Object.fromEntries(Object.entries(manifest.exports).map(([face, path]) => [face, publishedFace(path)])),
    bin: bin && Object.fromEntries(Object.entries(bin).map(([command, path]) => [command, compiled(path)])),
    files: ["dist", "docs"],
    dependencies,
    // The archive carries our own packages along, so that it alone is enough.
    bundleDependencies: ownDependencies(manifest).map(({ dependency }) => dependency),
  };
}

/**
 * Compiles a package into `folder`: JavaScript and type declarations in `dist/`, the files that it serves beside them, its
 * command in one piece, its README and documents, the licence, a manifest, and the packages of ours that it depends on.
 * Nothing of `src/` and no test comes along.
 */
export function stagePackage(name: PublishedPackage, folder: string): void {
  const source = join(root, "packages", name);
  const sources = join(source, "src");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const project = join(folder, "tsconfig.json");
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(root, "tsconfig.base.json"),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        rewriteRelativeImportExtensions: true,
        rootDir: sources,
        outDir: join(folder, "dist"),
        typeRoots: [join(root, "node_modules/@types")],
      },
      include: [join(sources, "**/*.ts")],
      exclude: ["**/*.test.ts", "**/testing/**", "**/conformance/**"].map((pattern) => join(sources, pattern)),
    }),
  );
  execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", project], { stdio: ["ignore", "inherit", "inherit"] });
  rmSync(project);

  for (const path of globSync("dist/**/*.d.ts", { cwd: folder })) {
    const file = join(folder, path);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replaceAll(/(from |import\()"(\.[^"]+)\.ts"/g, '$1"$2.js"'));
  }
  for (const path of globSync("**/*.{js,css,svg,json}", { cwd: sources })) {
    const file = join(folder, "dist", path);
    mkdirSync(dirname(file), { recursive: true });
    copyFileSync(join(sources, path), file);
  }
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8")) as Manifest;
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  copyFileSync(join(source, "README.md"), join(folder, "README.md"));
  if (existsSync(join(source, "docs"))) cpSync(join(source, "docs"), join(folder, "docs"), { recursive: true });
  for (const own of ownDependencies(manifest)) {
    stagePackage(own.name, join(folder, "node_modules", own.dependency));
  }
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
  for (const path of Object.values(manifest.bin ?? {})) {
    bundleCommand(join(source, path), join(folder, "dist"), root);
    chmodSync(join(folder, compiled(path)), 0o755);
  }
}
