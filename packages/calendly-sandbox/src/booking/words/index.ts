import type { EventType } from "../../world/index.ts";
import { german } from "./de.ts";
import { english } from "./en.ts";
import { spanish } from "./es.ts";
import { french } from "./fr.ts";
import { italian } from "./it.ts";
import { dutch } from "./nl.ts";
import { portuguese } from "./pt.ts";
import { ukrainian } from "./uk.ts";

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

const catalogue: Readonly<Record<Language, Words>> = {
  de: german,
  en: english,
  es: spanish,
  fr: french,
  it: italian,
  nl: dutch,
  pt: portuguese,
  uk: ukrainian,
};

/** A language of the catalogue with its texts. */
export interface Tongue {
  readonly language: Language;
  readonly words: Words;
}

export function tongueOf(language: Language): Tongue {
  return { language, words: catalogue[language] };
}

/** The first language of a browser's list that the catalogue has; English when it has none. */
export function preferredTongue(acceptLanguage: string | null | undefined): Tongue {
  const asked = (acceptLanguage ?? "").split(",").map((part) => part.split(/[-;]/)[0]?.trim().toLowerCase() ?? "");
  return tongueOf(asked.find(isLanguage) ?? "en");
}

function isLanguage(text: string): text is Language {
  return Object.hasOwn(catalogue, text);
}

/** `Cancel {name}` with its values; a name without a value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all));
}

/** The text for a number, by the plural rules of the language. */
export function countOf(texts: PluralText, count: number, language: Language): string {
  return fill(texts[new Intl.PluralRules(language).select(count)] ?? texts.other, { count });
}
