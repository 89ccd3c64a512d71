/**
 * One line of CSV (RFC 4180), with its end. A text that a spreadsheet would calculate goes behind an apostrophe: a name
 * or a reason may begin with '=' (OWASP, CSV injection).
 */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}

/** With their wide forms, which some spreadsheets take for the same. */
const calculated = /^[\s]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|^[\t\r\n]/;

function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = calculated.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) || text !== value ? `"${text.replaceAll('"', '""')}"` : text;
}
