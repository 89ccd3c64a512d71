import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { DirectoryInUse, StartRefused } from "../start-refused.ts";

/** What the lock file beside the data directory says about its holder. */
interface Holder {
  readonly pid: number;
  /** Boot and start time of the process, where the system tells them: a reused pid does not match. */
  readonly identity: string | null;
}

const heldHere = new Set<string>();

/**
 * Keeps a second process out of a PGlite directory: two writers would destroy it.
 *
 * The lock is a file beside the directory that names its holder. One left behind by a process that died
 * (kill -9, power cut) is recognised and taken over, also when its pid has been given to another process.
 *
 * @returns the function that releases the lock.
 * @throws {StartRefused} while another process holds it.
 */
export async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const path = `${resolve(directory)}.lock`;
  const refused = (pid: number) =>
    new DirectoryInUse(
      `Another Punctual (process ${pid}) is using ${directory}. Stop it, or set DATA_DIR to another folder.`,
    );
  if (heldHere.has(path)) throw refused(process.pid);
  heldHere.add(path);
  try {
    await mkdir(dirname(path), { recursive: true });
    const mine = JSON.stringify({ pid: process.pid, identity: await identityOf(process.pid) } satisfies Holder);
    for (let attempt = 0; attempt < 40; attempt += 1) {
      if (await claim(path, mine)) {
        return async () => {
          heldHere.delete(path);
          await rm(path, { force: true });
        };
      }
      const found = await readFile(path, "utf8").catch(() => null);
      if (found === null) continue;
      const holder = parseHolder(found);
      if (holder !== null && (await isAlive(holder))) throw refused(holder.pid);
      if (!(await removeStale(path, found, mine))) await setTimeout(25);
    }
  } catch (error) {
    heldHere.delete(path);
    throw error;
  }
  heldHere.delete(path);
  throw new StartRefused(
    `The lock ${path} cannot be taken. Delete that file if no Punctual is running, then start again.`,
  );
}

/** Creates the lock with its content in one step: a link fails when the name exists. */
async function claim(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * Removes a dead holder's lock. A second lock admits one process to this at a time: whoever read the dead lock a moment
 * ago must not remove the living one that has taken its place since.
 */
async function removeStale(path: string, expected: string, mine: string): Promise<boolean> {
  const guard = `${path}.takeover`;
  if (!(await claim(guard, mine))) {
    const holder = parseHolder(await readFile(guard, "utf8").catch(() => ""));
    if (holder === null || !(await isAlive(holder))) await rm(guard, { force: true });
    return false;
  }
  try {
    if ((await readFile(path, "utf8").catch(() => null)) === expected) await rm(path, { force: true });
    return true;
  } finally {
    await rm(guard, { force: true });
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || !("pid" in value) || typeof value.pid !== "number") return null;
    return {
      pid: value.pid,
      identity: "identity" in value && typeof value.identity === "string" ? value.identity : null,
    };
  } catch {
    return null;
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  // Our own pid in a file that we did not write: a container that was killed and started again.
  if (holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: the process exists and belongs to someone else.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const identity = await identityOf(holder.pid);
  return identity === null || holder.identity === null || identity === holder.identity;
}

/** Boot id and start tick of a process; null where there is no `/proc`. */
async function identityOf(pid: number): Promise<string | null> {
  try {
    const [boot, stat] = await Promise.all([
      readFile("/proc/sys/kernel/random/boot_id", "utf8"),
      readFile(`/proc/${pid}/stat`, "utf8"),
    ]);
    // The second field is the command in parentheses and may hold spaces; the start time is field 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return `${boot.trim()}:${fields[19] ?? ""}`;
  } catch {
    return null;
  }
}
