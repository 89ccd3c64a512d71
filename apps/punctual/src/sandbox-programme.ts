import { join, resolve } from "node:path";
import { createSandbox, SandboxTrouble } from "@punctual/calendly-sandbox";
import type { ServerConfig } from "@punctual/server";
import * as z from "zod";
import { BadEnvironment, type Environment } from "./environment.ts";

/** The local Calendly beside the product, and what to configure the product with to use it. */
export interface SandboxProgramme {
  readonly url: string;
  readonly calendly: ServerConfig["calendly"];
  /** Whose accounts are made here, to try the programme with. */
  readonly people: readonly Person[];
  close(): Promise<void>;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly role: "coach" | "realtor" | "admin";
  readonly timeZone: string;
  readonly password: string;
  readonly note: string;
}

const credentialsSchema = z.object({
  apps: z.array(z.object({ clientId: z.string(), clientSecret: z.string(), webhookSigningKey: z.string() })).min(1),
  people: z.array(
    z.object({
      name: z.string(),
      email: z.email(),
      role: z.enum(["coach", "realtor", "admin"]),
      timeZone: z.string(),
    }),
  ),
});

/** The password of every sandbox person. It opens nothing but a sandbox programme on this machine. */
export const sandboxPassword = "on-time-every-time";

/** Each account costs a slow hash at every start; six of a kind are enough to try a programme with. */
const accountsPerRole = 6;

const notes: Record<Person["role"], string> = {
  coach: "connects Calendly, is booked, cancels",
  realtor: "finds a coach and books",
  admin: "sees the whole programme",
};

/**
 * Starts the sandbox and reads from it over HTTP, in the way every Calendly is configured, which credentials
 * the product needs and who takes part.
 * @throws {BadEnvironment} when its port is in use or its state file cannot be read.
 */
export async function startSandboxProgramme(environment: Environment): Promise<SandboxProgramme> {
  const sandbox = await createSandbox({
    host: environment.HOST,
    port: environment.SANDBOX_PORT,
    publicHost: "localhost",
    scenario: "coaching",
    stateFile: join(resolve(environment.DATA_DIR), "sandbox.sqlite"),
  }).catch((cause: unknown) => {
    throw cause instanceof SandboxTrouble ? refusal(cause, environment) : cause;
  });
  const answer = await fetch(`${sandbox.url}/_sandbox/credentials`);
  const { apps, people } = credentialsSchema.parse(await answer.json());
  const app = apps[0];
  if (app === undefined) throw new BadEnvironment("The Calendly sandbox knows no OAuth app.");
  return {
    url: sandbox.url,
    calendly: {
      apiUrl: sandbox.url,
      authUrl: sandbox.url,
      bookingUrl: sandbox.url,
      assetsUrl: sandbox.url,
      picturesUrl: sandbox.url,
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      webhookSigningKeys: [app.webhookSigningKey],
    },
    // With Clerk there are no passwords here: people come in through Clerk, or not at all.
    people: (environment.AUTH_MODE === "local" ? people : [])
      .filter(({ role }, at) => people.slice(0, at).filter((before) => before.role === role).length < accountsPerRole)
      .map((person) => ({ ...person, password: sandboxPassword, note: notes[person.role] })),
    close: () => sandbox.close(),
  };
}

/** The sandbox's trouble in the terms of whoever typed `npm start`. */
function refusal(trouble: SandboxTrouble, { DATA_DIR, SANDBOX_PORT }: Environment): BadEnvironment {
  switch (trouble.kind) {
    case "port_in_use":
      return new BadEnvironment(
        `Port ${SANDBOX_PORT}, for the Calendly sandbox, is in use by another program, perhaps another Punctual. Stop it, or choose another port: SANDBOX_PORT=${SANDBOX_PORT + 1} npm start`,
      );
    case "state_in_use":
      return new BadEnvironment(
        `Another Punctual is using ${resolve(DATA_DIR)}. Stop it, or choose another folder: DATA_DIR=${DATA_DIR}-2 npm start`,
      );
    case "invalid":
    case "missing":
    case "conflict":
    case "other":
      return new BadEnvironment(`The Calendly sandbox could not start. ${trouble.message}`);
  }
}
