import { createPunctual, DirectoryInUse, type KeyUse, type OperatorKeys } from "@punctual/server";
import { BadEnvironment, type Environment } from "./environment.ts";
import { addKey, newKey } from "./keys.ts";
import { openProgress } from "./progress-line.ts";
import { noCalendly, publicUrlOf, serverConfig } from "./server-config.ts";

const usage = `Write one of:

  npm run punctual -- keys new              a fresh key for ENCRYPTION_KEYS
  npm run punctual -- keys add              a fresh key in front of those in DATA_DIR, where ENCRYPTION_KEYS is not set
  npm run punctual -- keys status           how many secrets each key seals
  npm run punctual -- keys rotate           put every secret under the newest key; --dry-run only says how many`;

/** The keys that seal secrets: makes them, says what each is used for, and changes them. */
export async function keys(
  environment: () => Environment,
  [verb, ...more]: readonly string[],
  words: { readonly "dry-run": boolean },
): Promise<void> {
  if (more.length > 0) throw new BadEnvironment(usage);
  switch (verb) {
    case "new":
      console.log(newKey());
      return;
    case "add":
      return add(environment());
    case "status":
      return withKeys(environment(), async (ring) => printUse(await ring.status()));
    case "rotate":
      return withKeys(environment(), words["dry-run"] ? foretell : rotate);
    default:
      throw new BadEnvironment(usage);
  }
}

function add(environment: Environment): void {
  if (environment.ENCRYPTION_KEYS !== undefined) {
    throw new BadEnvironment(
      "The keys are in ENCRYPTION_KEYS, which you keep. Make one with 'keys new', and write it there before the others.",
    );
  }
  const { id, file } = addKey(environment.DATA_DIR);
  console.log(
    `${id} stands first in ${file} and seals what is written from the next start on. Back that file up, then run: npm run punctual -- keys rotate`,
  );
}

async function foretell(ring: OperatorKeys): Promise<void> {
  const use = await ring.status();
  printUse(use);
  const [newest, ...older] = use;
  const wanted = older.reduce((sum, { secrets }) => sum + secrets, 0);
  console.log(
    wanted === 0
      ? `Every secret is under ${newest?.keyId} already.`
      : `${counted(wanted)} would come under ${newest?.keyId}. Nothing was changed.`,
  );
}

async function rotate(ring: OperatorKeys): Promise<void> {
  const progress = openProgress(process.stdout);
  const { rewrapped, broken, use } = await ring.rotate(({ done, of }) =>
    progress.show(done / of, `${done} of ${counted(of)}`),
  );
  progress.end();
  const [newest, ...older] = use;
  console.log(`${counted(rewrapped)} came under ${newest?.keyId}.`);
  if (broken > 0) {
    printUse(use);
    throw new BadEnvironment(
      `${counted(broken)} could not be opened by any key of ENCRYPTION_KEYS, and stayed as ${broken === 1 ? "it is" : "they are"}. Put the key that is missing after the others and run this again.`,
    );
  }
  if (older.some(({ secrets }) => secrets > 0)) {
    printUse(use);
    throw new BadEnvironment(
      "Some secrets were written under an older key meanwhile: a process still runs with the old ENCRYPTION_KEYS. Restart it with the new key first, then run this again.",
    );
  }
  for (const { keyId } of older) {
    console.log(
      `Nothing is sealed by ${keyId} any more. Once every process runs with ${newest?.keyId} first, ${keyId} may be removed; keep it with the backups that it opens.`,
    );
  }
}

function printUse(use: readonly KeyUse[]): void {
  for (const [place, { keyId, secrets, isInRing }] of use.entries()) {
    const note = isInRing ? (place === 0 ? "the newest" : "") : "not in ENCRYPTION_KEYS";
    console.log(`${(keyId || "(no key)").padEnd(12)} ${counted(secrets).padEnd(20)} ${note}`.trimEnd());
  }
}

async function withKeys(environment: Environment, work: (ring: OperatorKeys) => Promise<void>): Promise<void> {
  const config = serverConfig(environment, publicUrlOf(environment, environment.PORT), noCalendly, []);
  const punctual = await createPunctual(config).catch((cause: unknown) => {
    if (!(cause instanceof DirectoryInUse)) throw cause;
    throw new BadEnvironment(
      "Punctual is running, and its embedded database belongs to that process. Stop it, run this, and start it again.",
    );
  });
  try {
    await work(punctual.keys);
  } finally {
    await punctual.close();
  }
}

function counted(number: number): string {
  return `${number} ${number === 1 ? "secret" : "secrets"}`;
}
