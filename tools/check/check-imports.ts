import { posix } from "node:path";
import { featureOrder, type Room, rooms, testMayAlsoImport } from "./rooms.ts";
import { importsOf, isTest, type SourceFile } from "./source-files.ts";

const features = "packages/server/src/features/";

/** Imports that cross a wall: each finding names the file, the line and the room where the thing belongs. */
export function checkImports(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap(({ specifier, line }) => {
      const finding = specifier.startsWith(".") ? relative(file, specifier) : bare(file, specifier);
      return finding === undefined ? [] : [`${file.path}:${line} ${finding}`];
    }),
  );
}

function roomOf(path: string): Room | undefined {
  return rooms.find((room) => path.startsWith(`${room.folder}/`));
}

function bare(file: SourceFile, specifier: string): string | undefined {
  const room = roomOf(file.path);
  if (room === undefined) return undefined;
  if (specifier.startsWith("@punctual/")) return fromRoom(file, room, specifier);
  if (room.libraries === undefined || isTest(file.path) || file.path.includes("/scripts/")) return undefined;
  const library = specifier.startsWith("@") ? specifier.split("/").slice(0, 2).join("/") : specifier.split("/")[0];
  if (room.libraries.includes(library ?? "")) return undefined;
  return `imports '${specifier}', but ${room.packageName} runs anywhere and takes only: ${room.libraries.join(", ")}.`;
}

function fromRoom(file: SourceFile, room: Room, specifier: string): string | undefined {
  const name = specifier.split("/").slice(0, 2).join("/");
  const allowed = [...room.mayImport, ...(isTest(file.path) ? (testMayAlsoImport[room.folder] ?? []) : [])];
  if (name === room.packageName || allowed.includes(name)) return undefined;
  const other = rooms.find((candidate) => candidate.packageName === name);
  const allows = allowed.length === 0 ? "no other room" : allowed.join(", ");
  return `imports ${name} (${other?.holds ?? "unknown"}), but ${room.folder} may import ${allows}. Move the code to ${other?.folder ?? "its own room"}, or pass what it needs as an argument.`;
}

function relative(file: SourceFile, specifier: string): string | undefined {
  const target = posix.normalize(posix.join(posix.dirname(file.path), specifier));
  const room = roomOf(file.path);
  const targetRoom = roomOf(target);
  if (room !== undefined && targetRoom !== room) {
    return `reaches '${target}' by path. Import ${targetRoom?.packageName ?? "a package"} by its name.`;
  }
  if (file.path.startsWith(features)) return insideFeatures(file, target);
  if (file.path.startsWith("packages/server/src/platform/") && target.startsWith(features) && !isTest(file.path)) {
    return "is platform and imports a feature. The platform knows no feature: pass what it needs as an argument.";
  }
  return undefined;
}

function insideFeatures(file: SourceFile, target: string): string | undefined {
  if (!target.startsWith(features)) return undefined;
  const own = featureOf(file.path);
  const other = featureOf(target);
  if (own === other) return direction(file, target);
  if (target !== `${features}${other}/index.ts`) {
    return `reaches into the feature '${other}'. Import '${other}/index.ts', its public face.`;
  }
  if (isTest(file.path)) return undefined;
  const order = featureOrder as readonly string[];
  if (order.indexOf(other) > order.indexOf(own)) {
    return `makes '${own}' know '${other}', which comes after it (${featureOrder.join(" < ")}). Take what you need as an argument, or move the rule to '${other}'.`;
  }
  return undefined;
}

/** routes and jobs know use cases; use cases know rules and queries; never the other way. */
function direction(file: SourceFile, target: string): string | undefined {
  if (isTest(file.path)) return undefined;
  const from = posix.basename(file.path);
  const to = posix.basename(target);
  if (from === "rules.ts" && to !== "types.ts")
    return `is rules.ts and imports ${to}. Rules are pure: types.ts is all they may know.`;
  if (from === "queries.ts" && ["routes.ts", "jobs.ts", "index.ts"].includes(to))
    return `is queries.ts and imports ${to}.`;
  if (to === "routes.ts" && from !== "index.ts") return `imports routes.ts; only index.ts may.`;
  if (to === "index.ts") return `imports its own feature's index.ts; import the file itself.`;
  return undefined;
}

const featureOf = (path: string): string => path.slice(features.length).split("/")[0] ?? "";
