import { createSandbox, type SandboxOptions } from "@punctual/calendly-sandbox";

/** A sandbox in a process of its own, so that whoever asks it does not share its core: options as JSON, prints its address and how long it took. */
const options = JSON.parse(process.argv[2] ?? "{}") as SandboxOptions;
const startedAt = performance.now();
const sandbox = await createSandbox(options);
console.log(`${sandbox.url} ready in ${performance.now() - startedAt} ms`);
process.once("SIGTERM", () => sandbox.close().then(() => process.exit(0)));
