import { expect, test } from "vitest";
import { english } from "./en.ts";
import { fill, tongueOf } from "./index.ts";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([found]) => found).sort();

function textsOf(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : textsOf(value as object, `${path}${key}.`),
  );
}

test.each(["de", "es", "fr", "pt"])("%s says everything that English says, with the same values", (language) => {
  const texts = new Map(textsOf(tongueOf(language).words));
  for (const [key, text] of textsOf(english)) {
    const own = texts.get(key);
    expect(own, key).toBeTruthy();
    expect(placeholders(own ?? ""), key).toEqual(placeholders(text));
  }
});

test("values are put in as they are, and a missing one shows where it is missing", () => {
  expect(fill("Cancel {name} at {time}", { name: "$& {time}" })).toBe("Cancel $& {time} at {time}");
});
