import { randomBytes } from "node:crypto";
import { createPunctual } from "@punctual/server";
import * as z from "zod";
import { BadEnvironment, type Environment } from "./environment.ts";
import { calendlyFromEnvironment, noCalendly, publicUrlOf, serverConfig } from "./server-config.ts";

const personSchema = z.object({
  name: z.string({ error: '--name is missing, for example --name "Ada Lindqvist"' }).min(1, "--name is empty"),
  email: z.email({ error: "--email must be an e-mail address" }),
  role: z.enum(["coach", "realtor", "admin"], { error: "--role must be coach, realtor or admin" }),
  password: z.string().min(12, "--password must have at least 12 characters").optional(),
});

/** Makes an account, or changes the one with that e-mail. Without a password one is made and printed once. */
export async function addPerson(environment: Environment, words: Record<string, unknown>): Promise<void> {
  const parsed = personSchema.safeParse(words);
  if (!parsed.success) {
    throw new BadEnvironment(parsed.error.issues.map(({ message }) => `${message}.`).join("\n"));
  }
  const { name, email, role } = parsed.data;
  const clerk = environment.AUTH_MODE === "clerk";
  if (clerk && parsed.data.password !== undefined) {
    throw new BadEnvironment("With AUTH_MODE=clerk passwords are Clerk's own. Leave --password out.");
  }
  const password = parsed.data.password ?? randomBytes(12).toString("base64url");
  const calendly = calendlyFromEnvironment(environment) ?? noCalendly;
  const config = serverConfig(environment, publicUrlOf(environment, environment.PORT), calendly, []);
  const punctual = await createPunctual(config);
  try {
    await punctual.people.ensure({ name, email, role, password, emailVerified: true, timeZone: null });
  } finally {
    await punctual.close();
  }
  if (clerk) {
    console.log(`${name} <${email}> can sign in as ${role}, once Clerk has verified that address for an account.`);
    return;
  }
  console.log(`${name} <${email}> can sign in as ${role}.`);
  if (parsed.data.password === undefined) console.log(`Password, shown once: ${password}`);
}
