import type { DatabaseSync, StatementSync } from "node:sqlite";

export type Cell = string | number | null;

/** A table of JSON documents with the columns that are searched by. */
export interface TableDefinition<Row> {
  readonly name: string;
  readonly key: (row: Row) => string;
  readonly columns: Readonly<Record<string, (row: Row) => Cell>>;
  readonly indexes: readonly (readonly string[])[];
  /** Columns of several values, by name. */
  readonly several: Readonly<Record<string, Several<Row>>>;
}

/** Few rows have more than one value: the first lies in a column of its own, the others in a table beside it. */
export interface Several<Row> {
  readonly first: string;
  readonly others: (row: Row) => readonly Cell[];
}

/** Equal to a value, one of several or none of them, or within bounds (`from` inclusive, `to` exclusive). */
export type Condition =
  | Cell
  | { readonly in: readonly Cell[] }
  | { readonly except: readonly Cell[] }
  | { readonly from?: Cell; readonly to?: Cell };

export interface Order {
  readonly by: string;
  readonly direction: "asc" | "desc";
}

/** Where a row stands in an order: its value for each part of it, and its key. */
export interface Position {
  readonly values: readonly Cell[];
  readonly key: string;
}

export interface Query {
  readonly where?: Readonly<Record<string, Condition | undefined>>;
  /** Rows with equal values are in the order of their keys, in the direction of the last part. */
  readonly order?: Order | readonly Order[];
  /** Only rows behind this position in the order. */
  readonly after?: Position;
  readonly limit?: number;
}

export interface Table<Row> {
  get(key: string): Row | null;
  put(row: Row): void;
  delete(key: string): void;
  list(query?: Query): Row[];
  first(query: Query): Row | null;
  count(where?: Query["where"]): number;
  positionOf(row: Row, order: readonly Order[]): Position;
  clear(): void;
}

/**
 * Makes the table and its indexes where they are missing. Rows lie in the order in which they came: ordered by their
 * keys, which are random, documents of this size would be moved about with every new one.
 */
export function createTableSql<Row>(definition: TableDefinition<Row>): string {
  const columns = Object.keys(definition.columns).map((name) => `, "${name}"`);
  const table = `create table if not exists "${definition.name}" (key text primary key, doc text not null${columns.join("")});`;
  const beside = Object.keys(definition.several).map((name) => {
    const others = besideName(definition, name);
    return `create table if not exists ${others} (key text not null, value not null, primary key (value, key)) without rowid; create index if not exists "${definition.name}_${name}_key" on ${others} (key);`;
  });
  return [table, ...beside, ...createIndexesSql(definition)].join("\n");
}

/** The tables of the database in which a definition's rows lie, with their columns and the order in which they are copied. */
export function storedTables<Row>({ name, columns, several }: TableDefinition<Row>) {
  const beside = Object.keys(several).map((each) => ({
    name: `${name}_${each}`,
    columns: ["key", "value"],
    order: "value, key",
  }));
  return [{ name, columns: ["key", "doc", ...Object.keys(columns)], order: "rowid" }, ...beside];
}

const besideName = (definition: Pick<TableDefinition<never>, "name">, several: string) =>
  `"${definition.name}_${several}"`;

const indexName = (definition: TableDefinition<never>, at: number) => `"${definition.name}_${at}"`;

export function createIndexesSql<Row>(definition: TableDefinition<Row>): readonly string[] {
  return definition.indexes.map(
    (names, at) =>
      `create index if not exists ${indexName(definition, at)} on "${definition.name}" (${names.map((name) => `"${name}"`).join(", ")});`,
  );
}

export function dropIndexesSql<Row>(definition: TableDefinition<Row>): readonly string[] {
  return definition.indexes.map((_, at) => `drop index if exists ${indexName(definition, at)};`);
}

/** Every part of an order, the key as its last. */
function partsOf(order: Query["order"]): readonly Order[] {
  const given = order === undefined ? [] : "by" in order ? [order] : order;
  return [...given, { by: "key", direction: given.at(-1)?.direction ?? "asc" }];
}

/** The operations of one table. Statements are prepared once for each form of query. */
export function openTable<Row>(database: DatabaseSync, definition: TableDefinition<Row>): Table<Row> {
  const names = Object.keys(definition.columns);
  const known = new Set(["key", ...names]);
  const several = Object.entries(definition.several);
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const found = statements.get(sql);
    if (found !== undefined) return found;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const column = (name: string): string => {
    if (!known.has(name)) throw new Error(`Table ${definition.name} has no column ${name}`);
    return `"${name}"`;
  };
  const listed = (name: string, condition: Condition): readonly Cell[] => {
    if (condition === null || typeof condition !== "object") return [condition];
    if ("in" in condition) return condition.in;
    throw new Error(`Column ${name} of table ${definition.name} has no order, so there are no bounds in it`);
  };
  const read = (row: Record<string, unknown>): Row => JSON.parse(String(row["doc"])) as Row;

  function conditions(query: Query): { sql: string; values: Cell[] } {
    const parts: string[] = [];
    const values: Cell[] = [];
    for (const [name, condition] of Object.entries(query.where ?? {})) {
      if (condition === undefined) continue;
      const { first } = definition.several[name] ?? {};
      if (first !== undefined) {
        const wanted = listed(name, condition);
        const marks = wanted.map(() => "?").join(", ");
        parts.push(
          `(${column(first)} in (${marks}) or key in (select key from ${besideName(definition, name)} where value in (${marks})))`,
        );
        values.push(...wanted, ...wanted);
        continue;
      }
      if (condition === null) parts.push(`${column(name)} is null`);
      else if (typeof condition !== "object") {
        parts.push(`${column(name)} = ?`);
        values.push(condition);
      } else if ("in" in condition) {
        parts.push(`${column(name)} in (${condition.in.map(() => "?").join(", ")})`);
        values.push(...condition.in);
      } else if ("except" in condition) {
        parts.push(`${column(name)} not in (${condition.except.map(() => "?").join(", ")})`);
        values.push(...condition.except);
      } else {
        if (condition.from !== undefined) {
          parts.push(`${column(name)} >= ?`);
          values.push(condition.from);
        }
        if (condition.to !== undefined) {
          parts.push(`${column(name)} < ?`);
          values.push(condition.to);
        }
      }
    }
    if (query.after !== undefined) {
      const position = [...query.after.values, query.after.key];
      const order = partsOf(query.order);
      // Behind in one part, and level in all before it: directions may differ, so one comparison of rows will not do.
      const behind = order.map(({ by, direction }, at) => {
        values.push(...position.slice(0, at + 1));
        const level = order.slice(0, at).map((part) => `${column(part.by)} = ?`);
        return `(${[...level, `${column(by)} ${direction === "asc" ? ">" : "<"} ?`].join(" and ")})`;
      });
      parts.push(`(${behind.join(" or ")})`);
    }
    return { sql: parts.length === 0 ? "" : ` where ${parts.join(" and ")}`, values };
  }

  function list(query: Query = {}): Row[] {
    const { sql, values } = conditions(query);
    const order = partsOf(query.order).map(({ by, direction }) => `${column(by)} ${direction}`);
    const limit = query.limit === undefined ? "" : ` limit ${Math.trunc(query.limit)}`;
    const statement = prepared(`select doc from "${definition.name}"${sql} order by ${order.join(", ")}${limit}`);
    return statement.all(...values).map(read);
  }

  const insert = `insert or replace into "${definition.name}" (key, doc${names.map((name) => `, "${name}"`).join("")}) values (?, ?${", ?".repeat(names.length)})`;

  return {
    get(key) {
      const row = prepared(`select doc from "${definition.name}" where key = ?`).get(key);
      return row === undefined ? null : read(row);
    },
    put(row) {
      prepared(insert).run(
        definition.key(row),
        JSON.stringify(row),
        ...Object.values(definition.columns).map((cell) => cell(row)),
      );
      for (const [name, { others }] of several) {
        const beside = besideName(definition, name);
        prepared(`delete from ${beside} where key = ?`).run(definition.key(row));
        for (const value of new Set(others(row))) {
          prepared(`insert into ${beside} (key, value) values (?, ?)`).run(definition.key(row), value);
        }
      }
    },
    delete(key) {
      prepared(`delete from "${definition.name}" where key = ?`).run(key);
      for (const [name] of several) prepared(`delete from ${besideName(definition, name)} where key = ?`).run(key);
    },
    list,
    first(query) {
      return list({ ...query, limit: 1 })[0] ?? null;
    },
    count(where) {
      const { sql, values } = conditions(where === undefined ? {} : { where });
      return Number(
        prepared(`select count(*) as total from "${definition.name}"${sql}`).get(...values)?.["total"] ?? 0,
      );
    },
    positionOf: (row, order) => ({
      values: order.map(({ by }) => definition.columns[by]?.(row) ?? null),
      key: definition.key(row),
    }),
    clear() {
      prepared(`delete from "${definition.name}"`).run();
      for (const [name] of several) prepared(`delete from ${besideName(definition, name)}`).run();
    },
  };
}
