/** A number as people read it: `1,204`. */
export function number(value: number): string {
  return value.toLocaleString("en");
}

/** `1 call`, `1,204 calls`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** With its first letter large, as at the head of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
