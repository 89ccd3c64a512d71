/** Whether granted scopes include a wanted one; `x:write` includes `x:read`. */
export function includesScope(granted: readonly string[], wanted: string): boolean {
  return granted.includes(wanted) || (wanted.endsWith(":read") && granted.includes(wanted.replace(/:read$/, ":write")));
}

/** The scopes of a `scope` parameter: separated by spaces; commas, which some clients send, will do. */
export function readScopes(text: string | null): readonly string[] {
  return [...new Set((text ?? "").split(/[\s,]+/).filter((scope) => scope !== ""))];
}
