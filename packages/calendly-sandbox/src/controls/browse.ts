import type { State } from "../state.ts";
import type { Order, Table } from "../store/table.ts";
import { definitions } from "../store/tables.ts";
import { SandboxTrouble } from "../store/trouble.ts";

export interface TableSummary {
  readonly name: string;
  readonly rows: number;
}

/** A record with the key by which it is found. */
export interface FoundRecord {
  readonly key: string;
  readonly record: unknown;
}

/** Reads the state as it is stored, whatever kind of record. */
export interface Browser {
  listTables(): readonly TableSummary[];
  /** A page of a table, latest first where its records have a time; `search` finds text anywhere in a record. */
  listRecords(table: string, query?: { search?: string; after?: string; limit?: number }): readonly FoundRecord[];
  getRecord(table: string, key: string): FoundRecord;
  /** The records of any table whose key it is: where an id found in another record leads. */
  findId(id: string): readonly { readonly table: string; readonly key: string }[];
}

type TableName = keyof typeof definitions;
const names = Object.keys(definitions) as TableName[];

/** The column that tells which record of a table is later, where it has one. */
function orderOf(name: TableName): readonly Order[] {
  const by = ["seq", "created", "start", "due"].find((column) => Object.hasOwn(definitions[name].columns, column));
  return by === undefined ? [] : [{ by, direction: by === "due" ? "asc" : "desc" }];
}

/** How many records a search looks through before it gives up. */
const searchReach = 20_000;

export function createBrowser({ store }: State): Browser {
  const tableOf = (name: string): Table<unknown> => {
    const known = names.find((one) => one === name);
    if (known === undefined) throw new SandboxTrouble(`There is no table "${name}".`, { kind: "missing" });
    return store[known] as unknown as Table<unknown>;
  };
  const keyOf = (table: Table<unknown>, record: unknown) => table.positionOf(record, []).key;

  return {
    listTables: () => names.map((name) => ({ name, rows: tableOf(name).count() })),
    listRecords(name, { search = "", after, limit = 50 } = {}) {
      const table = tableOf(name);
      const order = orderOf(name as TableName);
      const found: FoundRecord[] = [];
      const wanted = search.toLowerCase();
      const batch = wanted === "" ? limit : 500;
      let last = after === undefined ? null : table.get(after);
      for (let seen = 0; seen < searchReach && found.length < limit; seen += batch) {
        const position = last === null ? {} : { after: table.positionOf(last, order) };
        const rows = table.list({ order, ...position, limit: batch });
        for (const record of rows) {
          if (found.length >= limit) break;
          if (wanted !== "" && !JSON.stringify(record).toLowerCase().includes(wanted)) continue;
          found.push({ key: keyOf(table, record), record });
        }
        last = rows.at(-1) ?? null;
        if (rows.length < batch) break;
      }
      return found;
    },
    getRecord(name, key) {
      const record = tableOf(name).get(key);
      if (record === null) throw new SandboxTrouble(`Nothing in "${name}" has this key.`, { kind: "missing" });
      return { key, record };
    },
    findId: (id) => names.flatMap((table) => (tableOf(table).get(id) === null ? [] : [{ table, key: id }])),
  };
}
