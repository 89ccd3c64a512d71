// `npm start`: installs and builds what is missing, then becomes the product.
import { spawn } from "node:child_process";
import { CommandFailed, ensureInstall, node24, nodeFlags, root } from "./ensure-install.mjs";
import { ensureWeb } from "./ensure-web.mjs";

try {
  await ensureInstall();
  await ensureWeb();
} catch (cause) {
  if (!(cause instanceof CommandFailed)) console.error(cause);
  process.exit(cause.exitCode ?? 1);
}
become([...nodeFlags, "apps/punctual/src/main.ts", "start", ...process.argv.slice(2)]);

/** Replaces this process where Node can; otherwise runs a child and passes signals and the exit code through. */
function become(args) {
  process.chdir(root);
  if (typeof process.execve === "function" && process.platform !== "win32") {
    process.execve(node24(), [node24(), ...args], process.env);
  }
  const child = spawn(node24(), args, { stdio: "inherit" });
  // A terminal sends Ctrl-C to both; the child decides when it has stopped.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  child.on("close", (code) => process.exit(code ?? 1));
}
