/** Whether granted scopes include a wanted one; `x:write` includes `x:read`. */
export function includesScope(granted: readonly string[], wanted: string): boolean {
  return granted.includes(wanted) || (wanted.endsWith(":read") && granted.includes(wanted.replace(/:read$/, ":write")));
}
