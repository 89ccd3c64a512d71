import { createPunctual, type Punctual, type SyncRefusal } from "@punctual/server";
import * as z from "zod";
import { BadEnvironment, type Environment } from "./environment.ts";
import { openProgress } from "./progress-line.ts";
import { startSandboxProgramme } from "./sandbox-programme.ts";
import { calendlyFromEnvironment, noCalendly, publicUrlOf, serverConfig } from "./server-config.ts";

const coachSchema = z.object({
  coach: z.email({ error: "--coach must be a coach's e-mail address, for example --coach maya@northside.example" }),
});
const backfillSchema = coachSchema.extend({
  days: z.coerce
    .number({ error: "--days must be a number, for example --days 730" })
    .int("--days must be a whole number, for example --days 730")
    .min(1, "--days must be at least 1")
    .max(3650, "--days must be at most 3650, which is ten years")
    .optional(),
});

/** Copies a coach's history from Calendly, here and now, and says how far it is. */
export async function backfill(environment: Environment, words: Record<string, unknown>): Promise<void> {
  const { coach: email, days } = parse(backfillSchema, words);
  await withCalendly(environment, async (punctual) => {
    const progress = openProgress(process.stdout);
    const outcome = await punctual.sync.backfill({ email, days }, ({ sessions, from, reached }) => {
      const share = from === null || reached === null ? 0 : shareOf(from, reached);
      progress.show(share, `${sessions} sessions${reached === null ? "" : `, as far as ${reached.slice(0, 10)}`}`);
    });
    progress.end();
    if (outcome.kind !== "ended") throw refused(outcome, email);
    const { name, backfill: ended } = outcome;
    if (ended.state === "failed")
      throw new BadEnvironment(`Stopped after ${ended.sessions} sessions. ${ended.trouble}`);
    console.log(`${ended.sessions} sessions of ${name} since ${ended.from?.slice(0, 10)} are here.`);
  });
}

/** Compares a coach's mirror with Calendly, here and now, and says what differed. */
export async function sweep(environment: Environment, words: Record<string, unknown>): Promise<void> {
  const { coach: email } = parse(coachSchema, words);
  const depth = words["full"] === true ? "full" : "recent";
  await withCalendly(environment, async (punctual) => {
    const progress = openProgress(process.stdout);
    const outcome = await punctual.sync.sweep({ email, depth }, ({ sessionsCompared }) =>
      progress.show(null, `${sessionsCompared} sessions compared`),
    );
    progress.end();
    if (outcome.kind !== "ended") throw refused(outcome, email);
    const { coach, state, trouble, sessionsCompared, inviteesCompared, found, repaired, differences } = outcome.sweep;
    if (state === "failed") throw new BadEnvironment(`${coach.name} could not be compared. ${trouble}`);
    console.log(
      `${coach.name}: ${sessionsCompared} sessions and ${inviteesCompared} invitees compared, ${found} differed, ${repaired} put right.`,
    );
    for (const one of differences) {
      console.log(
        `  ${one.sessionId ?? "(not mirrored)"} ${one.kind}: ${one.fields.join(", ")}${one.repaired ? "" : "; still differs"}`,
      );
    }
  });
}

/** Prints the drift certificate of the programme; with --json, one object for it and one for each coach. */
export async function drift(environment: Environment, options: { readonly json: boolean }): Promise<void> {
  // What is known is in the database: Calendly is not asked.
  const punctual = await createPunctual(
    serverConfig(environment, publicUrlOf(environment, environment.PORT), noCalendly, []),
  );
  try {
    const { fleet, items } = await punctual.sync.drift();
    if (options.json) {
      console.log(JSON.stringify({ fleet }));
      for await (const line of items) console.log(JSON.stringify(line));
      return;
    }
    console.log(
      fleet.coachesCompared === 0
        ? "Nothing has been compared yet."
        : `${fleet.remaining} differences as of ${fleet.oldestAt}; ${fleet.sessionsCompared} sessions and ${fleet.inviteesCompared} invitees of ${fleet.coachesCompared} of ${fleet.coaches} coaches compared.`,
    );
    for await (const { coach, connection, certificate } of items) {
      const { newest, remaining } = certificate;
      const state =
        newest === null
          ? connection === "active"
            ? "not compared yet"
            : "has to connect Calendly again"
          : `${newest.endedAt}  ${newest.depth}  ${newest.sessionsCompared} compared, ${newest.found} differed, ${newest.repaired} put right, ${remaining} still differ`;
      console.log(`  ${coach.name}: ${state}`);
    }
  } finally {
    await punctual.close();
  }
}

async function withCalendly(environment: Environment, work: (punctual: Punctual) => Promise<void>): Promise<void> {
  const real = calendlyFromEnvironment(environment);
  const sandbox = real === null ? await startSandboxProgramme(environment) : null;
  try {
    const calendly = real ?? sandbox?.calendly;
    if (calendly === undefined) throw new Error("There is neither a Calendly configuration nor a sandbox.");
    const punctual = await createPunctual(
      serverConfig(environment, publicUrlOf(environment, environment.PORT), calendly, []),
    );
    try {
      await work(punctual);
    } finally {
      await punctual.close();
    }
  } finally {
    await sandbox?.close();
  }
}

function parse<Schema extends z.ZodType>(schema: Schema, words: Record<string, unknown>): z.output<Schema> {
  const parsed = schema.safeParse(words);
  if (parsed.success) return parsed.data;
  throw new BadEnvironment(parsed.error.issues.map(({ message }) => `${message}.`).join("\n"));
}

function shareOf(from: string, reached: string): number {
  const start = Date.parse(from);
  return Math.min(0.99, Math.max(0, (Date.parse(reached) - start) / Math.max(1, Date.now() - start)));
}

function refused(refusal: SyncRefusal, email: string): BadEnvironment {
  switch (refusal.kind) {
    case "coach_unknown":
      return new BadEnvironment(`No coach here has the address ${email}.`);
    case "connection_missing":
      return new BadEnvironment(`${email} has not connected Calendly. They do so under Settings, Calendly.`);
    case "connection_needs_reconnect":
      return new BadEnvironment(`${email} has to connect Calendly again. ${refusal.trouble ?? ""}`.trim());
    case "backfill_running":
      return new BadEnvironment(`The sessions of ${email} are being copied just now. Compare them when that is done.`);
  }
}
