import type { Table, TableDefinition } from "./table.ts";

/** One record that came to be, became another, or went. */
export interface Change {
  readonly table: string;
  readonly key: string;
  /** Null: it was not there. */
  readonly before: unknown;
  /** Null: it is gone. */
  readonly after: unknown;
}

/**
 * A table that tells of each write. `tell` is null while nobody listens: then a write costs what it did.
 * Emptying a whole table is not told record by record.
 */
export function watchTable<Row>(
  table: Table<Row>,
  name: string,
  definition: TableDefinition<Row>,
  tell: () => ((change: Change) => void) | null,
): Table<Row> {
  return {
    ...table,
    put(row) {
      const listener = tell();
      const key = definition.key(row);
      const before = listener === null ? null : table.get(key);
      table.put(row);
      listener?.({ table: name, key, before, after: row });
    },
    delete(key) {
      const listener = tell();
      const before = listener === null ? null : table.get(key);
      table.delete(key);
      if (before !== null) listener?.({ table: name, key, before, after: null });
    },
  };
}
