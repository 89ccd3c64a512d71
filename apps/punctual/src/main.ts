import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { describeError, StartRefused } from "@punctual/server";
import { addPerson } from "./add-person.ts";
import { audit } from "./audit-commands.ts";
import { deliveries } from "./delivery-commands.ts";
import { BadEnvironment, readEnvironment } from "./environment.ts";
import { keys } from "./key-commands.ts";
import type { Shutdown } from "./shutdown.ts";
import { start } from "./start.ts";
import { startWorker } from "./start-worker.ts";
import { backfill, drift, sweep } from "./sync-commands.ts";

const help = `Punctual

  npm start                             web, API, worker and (without Calendly credentials) the sandbox
    -- --no-worker                      leave the worker to another process
  npm run punctual -- worker            the worker alone, beside servers on the same DATABASE_URL
  npm run punctual -- people add --name "Ada Lindqvist" --email ada@example.com --role admin
                                        make an account, or change one; prints its password once
  npm run punctual -- backfill --coach maya@example.com --days 730
                                        copy a coach's history from Calendly, and watch it
  npm run punctual -- sweep --coach maya@example.com --full
                                        compare a coach's copy with Calendly and put right what differs
  npm run punctual -- drift --json      whether the copies are the same as Calendly
  npm run punctual -- deliveries list --state dead
                                        what Calendly's webhooks brought; also: show dlv_..., replay dlv_...,
                                        replay --state dead
  npm run punctual -- audit export --out audit.jsonl
                                        write the audit log to a sealed file; also: --from, --to
  npm run punctual -- audit verify audit.jsonl
                                        whether anything in it was changed, and where; without a file: the log itself
  npm run punctual -- keys rotate       put every secret under the newest of ENCRYPTION_KEYS, while servers run;
                                        also: new, add, status, rotate --dry-run

Settings come from the environment or an .env file; .env.example explains each.
`;

/** Read before anything else: by the time that the product is ready, the parent may already be gone. */
const parent = process.ppid;

/** Runs one command of the command line. Resolves with what keeps running, if anything does. */
async function runCommand(words: readonly string[]): Promise<Shutdown | null> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      "no-worker": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
      name: { type: "string" },
      email: { type: "string" },
      role: { type: "string" },
      password: { type: "string" },
      coach: { type: "string" },
      days: { type: "string" },
      full: { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      state: { type: "string" },
      limit: { type: "string" },
      from: { type: "string" },
      to: { type: "string" },
      out: { type: "string" },
      expect: { type: "string" },
    },
  });
  if (values.help) {
    console.log(help);
    return null;
  }
  const environment = () => readEnvironment(process.env);
  if (positionals[0] === "deliveries") {
    await deliveries(environment(), positionals.slice(1), values);
    return null;
  }
  if (positionals[0] === "audit") {
    await audit(environment(), positionals.slice(1), values);
    return null;
  }
  if (positionals[0] === "keys") {
    await keys(environment, positionals.slice(1), values);
    return null;
  }
  switch (positionals.join(" ")) {
    case "start":
      return start(environment(), { worker: !values["no-worker"] });
    case "worker":
      return startWorker(environment());
    case "people add":
      await addPerson(environment(), values);
      return null;
    case "backfill":
      await backfill(environment(), values);
      return null;
    case "sweep":
      await sweep(environment(), values);
      return null;
    case "drift":
      await drift(environment(), { json: values.json });
      return null;
    case "":
      console.log(help);
      return null;
    default:
      throw new BadEnvironment(`There is no command '${positionals.join(" ")}'.\n\n${help}`);
  }
}

/** Ctrl-C closes everything in order; a second one, or ten seconds, ends it at once. */
function stopOnSignals(shutdown: Shutdown): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(130);
    stopping = true;
    console.log(signal === "SIGINT" ? "\nStopping …" : "Stopping …");
    setTimeout(() => {
      console.error("Stopping took longer than 10 s; ended. Nothing that was accepted is lost.");
      process.exit(1);
    }, 10_000).unref();
    void shutdown.run().then(() => {
      console.log("Stopped.");
      process.exit(0);
    });
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  stopWithNpm(() => stop("SIGTERM"));
}

/**
 * Stops when the shell that npm put in between is gone: it does not pass on the signal by which npm was ended, and the
 * server would stay on its port without anyone to stop it.
 */
function stopWithNpm(stop: () => void): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
  watch.unref();
}

// Node would print the error as it is, with the parameters of a query that failed.
process.on("uncaughtException", (error) => {
  console.error(describeError(error));
  process.exit(1);
});

try {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const running = await runCommand(process.argv.slice(2));
  if (running !== null) stopOnSignals(running);
} catch (cause) {
  const expected = cause instanceof BadEnvironment || cause instanceof StartRefused || isUsage(cause);
  console.error(expected ? `\n${(cause as Error).message}\n` : describeError(cause));
  process.exit(1);
}

/** A flag that does not exist: Node's own sentence says which. */
function isUsage(cause: unknown): boolean {
  return cause instanceof TypeError && "code" in cause && String(cause.code).startsWith("ERR_PARSE_ARGS");
}
