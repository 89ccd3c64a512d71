import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { getTableConfig, PgCustomColumn, type PgTable } from "drizzle-orm/pg-core";

type Row<Table extends PgTable> = Readonly<Partial<Table["$inferInsert"]>>;
type Field<Table extends PgTable> = keyof Table["$inferInsert"] & string;

/**
 * A statement that inserts any number of rows, or brings those up to date whose `key` is there. They go as one JSON
 * parameter: building a statement with one parameter for each field of each row costs more than carrying it out.
 *
 * @param left columns that are not written: they have a default
 * @param kept columns that a row which is there keeps as they are
 */
export function upsertingRows<Table extends PgTable>(
  table: Table,
  how: {
    readonly key: Field<Table>;
    readonly left: readonly Field<Table>[];
    readonly kept: readonly Field<Table>[];
  },
): (rows: readonly Row<Table>[]) => SQL {
  const isLeft: ReadonlySet<string> = new Set(how.left);
  const isKept: ReadonlySet<string> = new Set([how.key, ...how.kept]);
  const fields = Object.keys(getTableColumns(table)).filter((field) => !isLeft.has(field));
  const { names, from, given } = recordset(table, fields);
  const changed = fields.filter((field) => !isKept.has(field));
  const before = `insert into ${nameOf(table)} (${fields.map(names).join(", ")}) select r.* from `;
  const after = `${from} on conflict (${names(how.key)}) do update set ${changed
    .map((field) => `${names(field)} = excluded.${names(field)}`)
    .join(", ")}`;
  return (rows) => sql`${sql.raw(before)}json_to_recordset(${given(rows)}::json)${sql.raw(after)}`;
}

/** A statement that inserts any number of rows with these fields. */
export function insertingRows<Table extends PgTable>(
  table: Table,
  fields: readonly Field<Table>[],
): (rows: readonly Row<Table>[]) => SQL {
  const { names, from, given } = recordset(table, fields);
  const before = `insert into ${nameOf(table)} (${fields.map(names).join(", ")}) select r.* from `;
  return (rows) => sql`${sql.raw(before)}json_to_recordset(${given(rows)}::json)${sql.raw(from)}`;
}

/** A statement that changes these fields of any number of rows that are there, found by `key`. */
export function updatingRows<Table extends PgTable>(
  table: Table,
  how: { readonly key: Field<Table>; readonly fields: readonly Field<Table>[] },
): (rows: readonly Row<Table>[]) => SQL {
  const { names, from, given } = recordset(table, [how.key, ...how.fields]);
  const before = `update ${nameOf(table)} as t set ${how.fields
    .map((field) => `${names(field)} = r.${quote(field)}`)
    .join(", ")} from `;
  const after = `${from} where t.${names(how.key)} = r.${quote(how.key)}`;
  return (rows) => sql`${sql.raw(before)}json_to_recordset(${given(rows)}::json)${sql.raw(after)}`;
}

function recordset<Table extends PgTable>(table: Table, fields: readonly string[]) {
  const columns = new Map(Object.entries(getTableColumns(table)));
  const column = (field: string) => {
    const found = columns.get(field);
    if (found === undefined) throw new Error(`The table ${nameOf(table)} has no field ${field}.`);
    return found;
  };
  return {
    names: (field: string) => quote(column(field).name),
    // `bigserial` is a number with a default, and no type.
    from: ` as r (${fields.map((field) => `${quote(field)} ${column(field).getSQLType().replace("serial", "int")}`).join(", ")})`,
    given(rows: readonly Row<Table>[]): string {
      // Only columns of our own types have a text of their own; the others are JSON as they are.
      const own = fields.filter((field) => column(field) instanceof PgCustomColumn);
      return JSON.stringify(
        rows.map((row) => {
          const values: Record<string, unknown> = { ...row };
          for (const field of own) {
            const value = values[field] ?? null;
            if (value !== null) values[field] = column(field).mapToDriverValue(value);
          }
          return values;
        }),
      );
    },
  };
}

function nameOf(table: PgTable): string {
  const { schema, name } = getTableConfig(table);
  return schema === undefined ? quote(name) : `${quote(schema)}.${quote(name)}`;
}

const quote = (name: string) => `"${name}"`;
