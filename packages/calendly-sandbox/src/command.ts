import { scenarioNames } from "./scenario/scenarios.ts";
import { SandboxTrouble } from "./store/trouble.ts";

// An import of this module would also load what its other names lazily stand for, which takes 10 ms.
const { parseArgs } = process.getBuiltinModule("node:util");

const usage = `Usage: calendly-sandbox [options]

  --port <number>      port to listen on (SANDBOX_PORT, else 4010)
  --host <address>     address to listen on (127.0.0.1)
  --scenario <name>    ${scenarioNames.join(" or ")} (coaching)
  --seed <number>      the same seed on the same day gives the same scenario (1)
  --state <file>       keep the state in this file; without it, it is gone at the end
  --help               print this
`;

function wholeNumber(name: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number <= most) return number;
  throw new SandboxTrouble(`${name} takes a whole number up to ${most}, not "${text}".`);
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        host: { type: "string" },
        scenario: { type: "string" },
        seed: { type: "string" },
        state: { type: "string" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new SandboxTrouble(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

async function main(args: readonly string[]): Promise<void> {
  const values = readArguments(args);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const scenario = scenarioNames.find((name) => name === values.scenario);
  if (values.scenario !== undefined && scenario === undefined) {
    throw new SandboxTrouble(`There is no scenario "${values.scenario}": choose one of ${scenarioNames.join(", ")}.`);
  }
  const seed = wholeNumber("--seed", values.seed, 2 ** 32 - 1);
  const port =
    wholeNumber("--port", values.port, 65_535) ??
    wholeNumber("SANDBOX_PORT", process.env["SANDBOX_PORT"] || undefined, 65_535) ??
    4010;
  if (Number(process.versions.node.split(".")[0]) < 24) {
    throw new SandboxTrouble(`The sandbox needs Node 24 or later; this is Node ${process.versions.node}.`);
  }
  // Loaded late, so that a mistake in the arguments is told at once.
  const { createSandbox } = await import("./sandbox.ts");
  const sandbox = await createSandbox({
    port,
    ...(values.host === undefined ? {} : { host: values.host }),
    stateFile: values.state ?? null,
    ...(scenario === undefined ? {} : { scenario }),
    ...(seed === undefined ? {} : { seed }),
  });

  const stop = () => {
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);

  const { apps, people, links, scenario: name } = sandbox.credentials();
  const lines = [
    `Calendly sandbox: ${sandbox.url}`,
    `Scenario ${name}, state ${values.state === undefined ? "in memory" : `in ${values.state}`}`,
    "",
    ...apps.flatMap((app) => [
      `App ${app.name}: client id ${app.clientId}`,
      `  client secret ${app.clientSecret}`,
      `  webhook signing key ${app.webhookSigningKey}`,
    ]),
    "",
    ...people
      .filter((person) => person.personalToken !== null)
      .map((person) => `${person.name} <${person.email}>: personal token ${person.personalToken}`),
    "",
    ...links.map((link) => `${link.label}: ${link.url}`),
    "",
    `As JSON: ${sandbox.url}/_sandbox/credentials`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof SandboxTrouble) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`The sandbox could not start: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
