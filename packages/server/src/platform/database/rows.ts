/** Both drivers answer `{ rows }`; Drizzle's common type does not say so. */
export function rowsOf(result: unknown): readonly Record<string, unknown>[] {
  if (typeof result === "object" && result !== null && "rows" in result && Array.isArray(result.rows)) {
    return result.rows;
  }
  throw new TypeError("The database driver answered without rows.");
}
