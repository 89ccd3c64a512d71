import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { expect, test } from "vitest";
import * as schema from "../database/schema.ts";
import { allSealedColumns } from "./sealed-columns.ts";

test("every column of the schema that is named for being sealed is in the list that a change of keys goes by", () => {
  const tables = Object.values(schema).filter((one) => is(one, PgTable));
  const named = tables.flatMap((table) => {
    const { name, columns } = getTableConfig(table);
    return columns.filter((column) => column.name.endsWith("_sealed")).map((column) => `${name}.${column.name}`);
  });
  expect(tables.length).toBeGreaterThan(20);
  expect(allSealedColumns.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(named.sort());
});

test("no two columns bind their values to the same place", () => {
  const places = allSealedColumns.map(({ boundTo }) => boundTo("x"));
  expect(new Set(places).size).toBe(places.length);
});
