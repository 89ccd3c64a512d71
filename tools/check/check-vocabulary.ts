import { posix } from "node:path";
import { featureOrder, rooms } from "./rooms.ts";

const features = "packages/server/src/features/";

/** The closed set of file names in a feature, besides `<verb-noun>.ts` use cases. */
const named = ["types.ts", "rules.ts", "queries.ts", "routes.ts", "jobs.ts", "index.ts"];

/** Files with a fixed job that only one feature has. */
const special: Readonly<Record<string, readonly string[]>> = {
  access: [
    "handle.ts",
    "gate.ts",
    "key-routes.ts",
    "identity.ts",
    "clerk-identity.ts",
    "clerk-jobs.ts",
    "clerk-queries.ts",
    "clerk-rules.ts",
    "account-routes.ts",
    "member-routes.ts",
    "local-identity.ts",
    "link-queries.ts",
    "member-queries.ts",
  ],
  notifications: ["templates.ts", "calendar.ts"],
};

/** Verbs that a use case's name begins with: each says its effect. */
const verbs = [
  "accept",
  "admit",
  "apply",
  "backfill",
  "book",
  "cancel",
  "check",
  "compare",
  "confirm",
  "create",
  "discard",
  "disconnect",
  "drop",
  "end",
  "ensure",
  "finish",
  "follow",
  "get",
  "invite",
  "list",
  "mark",
  "open",
  "plan",
  "read",
  "receive",
  "recognize",
  "reconcile",
  "record",
  "refresh",
  "remove",
  "replay",
  "report",
  "revoke",
  "rotate",
  "send",
  "settle",
  "start",
  "stream",
  "sweep",
  "update",
  "verify",
];

const topLevel = ["apps", "bench", "docs", "e2e", "examples", "packages", "simulation", "tools", ".ci"];

const drawers = /(?:^|\/)(?:utils?|helpers?|misc|common|shared|stuff|lib)(?:\.tsx?$|\/)/;

/** Files that are in the wrong place or named for no job: each finding says where they belong. */
export function checkVocabulary(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const finding = place(path) ?? drawer(path) ?? feature(path);
    return finding === undefined ? [] : [`${path} ${finding}`];
  });
}

function place(path: string): string | undefined {
  if (!path.includes("/")) return undefined;
  const top = path.split("/")[0] ?? "";
  if (!topLevel.includes(top)) return `lies in '${top}/', which is no room. The rooms are: ${topLevel.join(", ")}.`;
  if ((top === "packages" || top === "apps") && !rooms.some((room) => path.startsWith(`${room.folder}/`))) {
    return `lies in no known room. The rooms are: ${rooms.map((room) => room.folder).join(", ")}.`;
  }
  return undefined;
}

function drawer(path: string): string | undefined {
  if (!/\.tsx?$/.test(path) || !drawers.test(path)) return undefined;
  return "is named for no job. Name the file for what it does, or move each function to where it is used.";
}

function feature(path: string): string | undefined {
  if (!path.startsWith(features)) return undefined;
  const [name = "", ...rest] = path.slice(features.length).split("/");
  if (!(featureOrder as readonly string[]).includes(name)) {
    return `is in '${name}', which is no feature. The features are: ${featureOrder.join(", ")}.`;
  }
  if (rest.length !== 1) return "is in a folder inside a feature. A feature is flat: one use case, one file.";
  const file = posix.basename(path).replace(/\.(?:db\.|hostile\.)?test\.ts$/, ".ts");
  if (named.includes(file) || special[name]?.includes(file)) return undefined;
  if (/^[a-z]+(?:-[a-z]+)+\.ts$/.test(file) && verbs.includes(file.split("-")[0] ?? "")) return undefined;
  return `is no name that a feature has. Use ${named.join(", ")} or <verb-noun>.ts with a verb of: ${verbs.join(", ")}.`;
}
