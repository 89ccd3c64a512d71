// `npm run dev`: the server restarts and the pages reload as files change.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../check/source-files.ts";

const webPort = process.env["WEB_PORT"] ?? "5173";
const apiPort = process.env["PORT"] ?? "3000";
const publicUrl = `http://localhost:${webPort}`;

const children: readonly ChildProcess[] = [
  run(
    "node",
    [
      "--disable-warning=ExperimentalWarning",
      "--watch",
      "--watch-preserve-output",
      "apps/punctual/src/main.ts",
      "start",
    ],
    {
      PORT: apiPort,
      // People open the pages at Vite's address, so that is where cookies and webhooks belong.
      PUBLIC_URL: publicUrl,
    },
  ),
  run("vite", ["apps/web", "--port", webPort, "--strictPort"], { PUNCTUAL_API: `http://localhost:${apiPort}` }),
];

for (const child of children) {
  child.on("close", (code) => {
    for (const other of children) other.kill("SIGTERM");
    process.exitCode = code ?? 1;
  });
}
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}

function run(command: string, args: readonly string[], variables: Readonly<Record<string, string>>): ChildProcess {
  return spawn(join(root, "node_modules/.bin", command), [...args], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, ...variables },
  });
}
