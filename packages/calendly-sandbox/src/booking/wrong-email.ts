import { fill, type Words } from "./words/index.ts";

/** Says of a text that it is no e-mail address, and quotes its beginning. */
export function wrongEmail(text: string, words: Words): string {
  return fill(words.wrongEmail, { text: text.length > 60 ? `${text.slice(0, 57)}…` : text });
}
