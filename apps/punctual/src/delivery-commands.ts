import { createPunctual, DirectoryInUse, type Punctual } from "@punctual/server";
import * as z from "zod";
import { BadEnvironment, type Environment } from "./environment.ts";
import { noCalendly, publicUrlOf, serverConfig } from "./server-config.ts";

type Inbox = Punctual["inbox"];
type Delivery = Awaited<ReturnType<Inbox["list"]>>[number];

const states = ["received", "applied", "ignored", "failed", "dead", "trouble"] as const;
const stateSchema = z.enum(states, { error: `--state must be one of ${states.join(", ")}` });
const replayable = z.enum(["failed", "dead", "trouble", "ignored"], {
  error: "--state must be failed, dead, trouble (both of them) or ignored; one that was applied is replayed by its id",
});
const limitSchema = z.coerce
  .number({ error: "--limit must be a number, for example --limit 50" })
  .int("--limit must be a whole number, for example --limit 50")
  .min(1, "--limit must be at least 1")
  .max(100, "--limit must be at most 100")
  .default(20);

const usage = `Write one of:

  npm run punctual -- deliveries list --state dead --limit 50
  npm run punctual -- deliveries show dlv_...
  npm run punctual -- deliveries replay dlv_...
  npm run punctual -- deliveries replay --state dead`;

/** Shows and replays deliveries of Calendly's webhooks, on the database itself. */
export async function deliveries(
  environment: Environment,
  [verb, id, ...more]: readonly string[],
  words: { readonly state?: string | undefined; readonly limit?: string | undefined },
): Promise<void> {
  if (more.length > 0) throw new BadEnvironment(`One id at a time.\n${usage}`);
  switch (verb) {
    case "list": {
      const state = parse(stateSchema.optional(), words.state);
      const limit = parse(limitSchema, words.limit);
      return withInbox(environment, async (inbox) => printList(await inbox.list({ state, limit })));
    }
    case "show": {
      const wanted = idOf(id);
      return withInbox(environment, async (inbox) => printOne(await inbox.get(wanted), wanted));
    }
    case "replay": {
      if (id === undefined && words.state === undefined) throw new BadEnvironment(`Which ones?\n${usage}`);
      if (id !== undefined) return withInbox(environment, (inbox) => replayOne(inbox, idOf(id)));
      const state = parse(replayable, words.state);
      return withInbox(environment, (inbox) => replayAll(inbox, state));
    }
    default:
      throw new BadEnvironment(usage);
  }
}

async function replayOne(inbox: Inbox, id: string): Promise<void> {
  const outcome = await inbox.replay(id);
  switch (outcome) {
    case "replayed":
      console.log(`${id} will be applied again ${when}.`);
      return;
    case "erased":
      throw new BadEnvironment(
        `The content of ${id} is no longer kept, so there is nothing to apply: it was erased with its coach's data, or is older than INBOX_DAYS.`,
      );
    case "not_found":
      throw unknown(id);
  }
}

async function replayAll(inbox: Inbox, state: z.output<typeof replayable>): Promise<void> {
  let { replayed, remaining } = await inbox.replayAll(state);
  let total = replayed;
  // Counted down, not asked again: with a worker beside us, one that fails anew would come round for ever.
  while (remaining > 0 && replayed > 0) {
    ({ replayed } = await inbox.replayAll(state));
    total += replayed;
    remaining -= replayed;
  }
  console.log(total === 0 ? "There is none to replay." : `${count(total)} will be applied again ${when}.`);
}

const when = "as soon as a worker runs";

function printList(rows: readonly Delivery[]): void {
  if (rows.length === 0) console.log("No deliveries.");
  for (const row of rows) console.log(`${row.receivedAt}  ${row.id}  ${row.state.padEnd(8)}  ${lineOf(row)}`);
}

function lineOf({ eventName, coach, reason }: Delivery): string {
  return [eventName, ...(coach === null ? [] : [coach.name]), ...(reason === null ? [] : [reason])].join("  ");
}

function printOne(row: Delivery | null, id: string): void {
  if (row === null) throw unknown(id);
  const facts: readonly (readonly [string, string | number | null])[] = [
    ["id", row.id],
    ["event", row.eventName],
    ["state", row.state],
    ["reason", row.reason],
    ["coach", row.coach?.name ?? null],
    ["signed", row.signedAt],
    ["received", row.receivedAt],
    ["attempts", row.attempts],
    ["last attempt", row.settledAt],
    ["repeats", row.duplicates],
    ["replays", row.replays],
    ["last replay", row.replayedAt],
    ["bytes", row.size],
  ];
  for (const [name, value] of facts) if (value !== null) console.log(`${name.padEnd(13)}${value}`);
}

async function withInbox(environment: Environment, work: (inbox: Inbox) => Promise<void> | void): Promise<void> {
  const punctual = await open(environment);
  try {
    await work(punctual.inbox);
  } finally {
    await punctual.close();
  }
}

async function open(environment: Environment): Promise<Punctual> {
  const publicUrl = publicUrlOf(environment, environment.PORT);
  try {
    // What is known is in the database: Calendly is not asked.
    return await createPunctual(serverConfig(environment, publicUrl, noCalendly, []));
  } catch (cause) {
    if (!(cause instanceof DirectoryInUse)) throw cause;
    throw new BadEnvironment(
      `Punctual is running, and its embedded database belongs to that process. Stop it first, or use the page ${publicUrl}/sync as an admin.`,
    );
  }
}

function idOf(id: string | undefined): string {
  if (id !== undefined && /^dlv_\w{1,60}$/.test(id)) return id;
  throw new BadEnvironment(`A delivery's id begins with dlv_; 'deliveries list' shows them.\n${usage}`);
}

function unknown(id: string): BadEnvironment {
  return new BadEnvironment(`There is no delivery ${id}; 'deliveries list' shows those that there are.`);
}

function count(number: number): string {
  return `${number} ${number === 1 ? "delivery" : "deliveries"}`;
}

function parse<Schema extends z.ZodType>(schema: Schema, word: string | undefined): z.output<Schema> {
  const parsed = schema.safeParse(word);
  if (parsed.success) return parsed.data;
  throw new BadEnvironment(parsed.error.issues.map(({ message }) => `${message}.`).join("\n"));
}
