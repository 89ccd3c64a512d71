import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod";
import { formatInstant } from "../clock.ts";
import type { State } from "../state.ts";
import type { StateDocument } from "../store/copy.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import type { Timestamp } from "../world/records.ts";
import { read } from "./read.ts";
import { longestDocument, metaSchema, writeDocument } from "./snapshot-documents.ts";

/** A state that was put aside under a name. */
export interface Snapshot {
  readonly name: string;
  readonly bytes: number;
  /** Why it cannot be restored: it is damaged, or another version's. What follows is null then. */
  readonly trouble: string | null;
  readonly scenario: string | null;
  readonly seed: number | null;
  /** The sandbox's clock when it was taken: where a restore puts it back. */
  readonly at: Timestamp | null;
}

/** Everything that the sandbox knows, its clock and settings included, put aside and taken back. */
export interface SnapshotControls {
  /** Replaces the one of the same name. */
  saveSnapshot(name: string): Snapshot;
  /** Throws `SandboxTrouble` when there is none of that name. */
  restoreSnapshot(name: string): Snapshot;
  listSnapshots(): readonly Snapshot[];
  deleteSnapshot(name: string): boolean;
  /** Takes such a file in under a name, without restoring it. Throws `SandboxTrouble` for any other file. */
  importSnapshot(name: string, file: string): Snapshot;
  /** A snapshot as JSON, to read, to change and to bring back. Throws `SandboxTrouble` (`conflict`) for a very large one. */
  readSnapshot(name: string): StateDocument;
  /** Makes a snapshot of such JSON, without restoring it. Throws `SandboxTrouble` for what is no state. */
  writeSnapshot(name: string, document: StateDocument): Snapshot;
  /** Writes the state into a file that `importState` reads, here or in another sandbox. */
  exportState(file: string): void;
  /** Throws `SandboxTrouble` for a file that holds no such state, and then changes nothing. */
  importState(file: string): void;
}

export interface SnapshotFolder {
  /** Where a snapshot lies or will lie. */
  path(name: string): string;
  /** Names of the snapshots there are. */
  list(): string[];
  /** Removes what nobody keeps: the snapshots of a state in memory. */
  close(): void;
}

const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/, "a name has up to 60 letters, digits, spaces, dots and dashes");

/** Snapshots of a state file lie beside it and outlive a restart; those of a state in memory go with it. */
export function openSnapshotFolder(stateFile: string | null): SnapshotFolder {
  let folder = stateFile === null ? null : `${resolve(stateFile)}.snapshots`;
  const opened = () => {
    folder ??= mkdtempSync(join(tmpdir(), "calendly-sandbox-snapshots-"));
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  return {
    path: (name) => join(opened(), `${read(nameSchema, name)}.sqlite`),
    list: () =>
      folder === null || !existsSync(folder)
        ? []
        : readdirSync(folder)
            .filter((file) => file.endsWith(".sqlite"))
            .map((file) => file.slice(0, -".sqlite".length))
            .filter((name) => nameSchema.safeParse(name).success)
            .sort(),
    close() {
      if (stateFile === null && folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `onReplaced` is called with the time that the clock is to show once another state is in place. */
export function createSnapshotControls(
  state: State,
  folder: SnapshotFolder,
  onReplaced: (at: number) => void,
): SnapshotControls {
  const { store, clock } = state;

  const metaOf = (file: string) => read(metaSchema, store.readCopy(file));
  function describe(name: string): Snapshot {
    const file = folder.path(name);
    const bytes = statSync(file).size;
    try {
      const { scenario, seed = 0, savedAt = 0 } = metaOf(file);
      return { name, bytes, trouble: null, scenario, seed: Number(seed), at: formatInstant(Number(savedAt)) };
    } catch (error) {
      // One bad file must not hide the good ones.
      if (!(error instanceof SandboxTrouble)) throw error;
      return { name, bytes, trouble: error.message, scenario: null, seed: null, at: null };
    }
  }
  /** The file of a snapshot that is there. */
  function standing(name: string): string {
    const file = folder.path(name);
    if (existsSync(file)) return file;
    throw new SandboxTrouble(`There is no snapshot "${name}".`, { kind: "missing" });
  }
  function exportState(file: string): void {
    store.copyTo(file, { savedAt: String(clock.now()) });
  }
  function importState(file: string): void {
    if (!existsSync(file)) {
      throw new SandboxTrouble(`There is no file ${file}.`, { kind: "missing" });
    }
    const savedAt = Number(metaOf(file).savedAt ?? clock.now());
    store.loadFrom(file);
    onReplaced(savedAt);
  }

  return {
    saveSnapshot(name) {
      exportState(folder.path(name));
      return describe(name);
    },
    restoreSnapshot(name) {
      importState(standing(name));
      return describe(name);
    },
    listSnapshots: () => folder.list().map(describe),
    deleteSnapshot(name) {
      const file = folder.path(name);
      if (!existsSync(file)) return false;
      rmSync(file);
      return true;
    },
    importSnapshot(name, file) {
      metaOf(file);
      const arriving = `${folder.path(name)}.${randomUUID()}`;
      copyFileSync(file, arriving);
      renameSync(arriving, folder.path(name));
      return describe(name);
    },
    readSnapshot: (name) => store.readDocuments(standing(name), longestDocument),
    writeSnapshot(name, document) {
      writeDocument(document, folder.path(name));
      return describe(name);
    },
    exportState,
    importState,
  };
}
