import { readFileSync } from "node:fs";
import { join } from "node:path";
import { listFiles, root } from "./source-files.ts";

type Manifest = Readonly<Record<"dependencies" | "devDependencies", Readonly<Record<string, string>> | undefined>>;

/** Dependencies that are not pinned to one exact version. */
export function checkPins(): string[] {
  return listFiles()
    .filter((path) => path.endsWith("package.json"))
    .flatMap((path) => {
      const manifest = JSON.parse(readFileSync(join(root, path), "utf8")) as Manifest;
      const all = { ...manifest.dependencies, ...manifest.devDependencies };
      return Object.entries(all)
        .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))
        .map(([name, version]) => `${path} asks for ${name}@${version}. Pin one exact version.`);
    });
}
