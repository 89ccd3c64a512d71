import type { Mirror, Row } from "./expected-mirror.ts";

/** One thing that is not as it must be, as a sentence. */
export type Difference = string;

/** Every record that is on one side only, and every field that says something else. */
export function compareMirror(expected: Mirror, mirrored: Mirror): Difference[] {
  return [
    ...compareRows("session", expected.sessions, mirrored.sessions),
    ...compareRows("invitee", expected.invitees, mirrored.invitees),
    ...compareRows("event type", expected.eventTypes, mirrored.eventTypes),
  ];
}

function compareRows(what: string, expected: ReadonlyMap<string, Row>, found: ReadonlyMap<string, Row>): Difference[] {
  const differences: Difference[] = [];
  for (const [uri, row] of expected) {
    const mirrored = found.get(uri);
    if (mirrored === undefined) {
      differences.push(`${what} ${uri} is missing`);
      continue;
    }
    for (const [field, value] of Object.entries(row)) {
      const [wanted, is] = [canonical(value), canonical(mirrored[field])];
      if (wanted !== is) differences.push(`${what} ${uri}: ${field} is ${is}, at Calendly ${wanted}`);
    }
  }
  for (const uri of found.keys()) if (!expected.has(uri)) differences.push(`${what} ${uri} is not at Calendly`);
  return differences;
}

/** JSON with sorted keys; undefined and null are told apart. */
function canonical(value: unknown): string {
  if (value === undefined) return "undefined";
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
