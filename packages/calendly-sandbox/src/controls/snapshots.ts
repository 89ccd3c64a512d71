import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { formatInstant } from "../clock.ts";
import type { State } from "../state.ts";
import { SandboxTrouble } from "../store/trouble.ts";
import type { Timestamp } from "../world/records.ts";
import { read } from "./read.ts";

/** A state that was put aside under a name. */
export interface Snapshot {
  readonly name: string;
  readonly scenario: string;
  readonly seed: number;
  /** The sandbox's clock when it was taken: where a restore puts it back. */
  readonly at: Timestamp;
  readonly bytes: number;
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
  /** Writes the state into a file that `importState` reads, here or in another sandbox. */
  exportState(file: string): void;
  /** Throws `SandboxTrouble` for a file that holds no such state, and then changes nothing. */
  importState(file: string): void;
}

export interface SnapshotFolder {
  /** Where a snapshot lies or will lie. */
  path(name: string): string;
  /** Removes what nobody keeps: the snapshots of a state in memory. */
  close(): void;
}

const nameSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,59}$/, "a name has up to 60 letters, digits, spaces, dots and dashes");

/** Snapshots of a state file lie beside it and outlive a restart; those of a state in memory go with it. */
export function openSnapshotFolder(stateFile: string | null): SnapshotFolder & { readonly list: () => string[] } {
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
            .sort(),
    close() {
      if (stateFile === null && folder !== null) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** `onReplaced` is called with the time that the clock is to show once another state is in place. */
export function createSnapshotControls(
  state: State,
  folder: ReturnType<typeof openSnapshotFolder>,
  onReplaced: (at: number) => void,
): SnapshotControls {
  const { store, clock } = state;

  function describe(name: string): Snapshot {
    const file = folder.path(name);
    const meta = store.readCopy(file);
    return {
      name,
      scenario: meta["scenario"] ?? "",
      seed: Number(meta["seed"] ?? 0),
      at: formatInstant(Number(meta["savedAt"] ?? 0)),
      bytes: statSync(file).size,
    };
  }
  function exportState(file: string): void {
    store.copyTo(file, { savedAt: String(clock.now()) });
  }
  function importState(file: string): void {
    if (!existsSync(file)) {
      throw new SandboxTrouble(`There is no file ${file}.`, { kind: "missing" });
    }
    const savedAt = Number(store.readCopy(file)["savedAt"] ?? clock.now());
    store.loadFrom(file);
    onReplaced(savedAt);
  }

  return {
    saveSnapshot(name) {
      exportState(folder.path(name));
      return describe(name);
    },
    restoreSnapshot(name) {
      const file = folder.path(name);
      if (!existsSync(file)) throw new SandboxTrouble(`There is no snapshot "${name}".`, { kind: "missing" });
      importState(file);
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
      store.readCopy(file);
      copyFileSync(file, folder.path(name));
      return describe(name);
    },
    exportState,
    importState,
  };
}
