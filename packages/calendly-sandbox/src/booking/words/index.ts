import type { EventType } from "../../world/index.ts";
import { german } from "./de.ts";
import { english } from "./en.ts";
import { spanish } from "./es.ts";
import { french } from "./fr.ts";
import { portuguese } from "./pt.ts";

type Texts<Part> = {
  readonly [Key in keyof Part]: Part[Key] extends string
    ? string
    : Part[Key] extends { readonly other: string }
      ? PluralText
      : Texts<Part[Key]>;
};

/** By the plural categories of a language (CLDR); `other` where a category is missing. */
export type PluralText = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;

/** The texts of the booking pages in one language. */
export type Words = Texts<typeof english>;

export type Language = EventType["locale"];

/** Languages that an event type can have and that are not here are written in English. */
const catalogue: Partial<Readonly<Record<Language, Words>>> = {
  de: german,
  en: english,
  es: spanish,
  fr: french,
  pt: portuguese,
};

/** A language of the catalogue with its texts. */
export interface Tongue {
  readonly language: Language;
  readonly words: Words;
}

export function tongueOf(language: string): Tongue {
  const known = catalogue[language as Language];
  return known === undefined ? { language: "en", words: english } : { language: language as Language, words: known };
}

/** The first language of a browser's list that the catalogue has. */
export function preferredTongue(acceptLanguage: string | null | undefined): Tongue {
  const asked = (acceptLanguage ?? "").split(",").map((part) => part.split(/[-;]/)[0]?.trim().toLowerCase() ?? "");
  return tongueOf(asked.find((language) => catalogue[language as Language] !== undefined) ?? "en");
}

/** `Cancel {name}` with its values; a name without a value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}
