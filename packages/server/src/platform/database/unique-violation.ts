/**
 * True when the error, or what it wraps, is Postgres refusing a second row of a unique index (SQLSTATE 23505).
 * The index settles a race that no check beforehand can; the loser reads this and answers with a sentence.
 */
export function isUniqueViolation(error: unknown, indexName: string): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && cause.code === "23505" && "constraint" in cause) return cause.constraint === indexName;
  }
  return false;
}
