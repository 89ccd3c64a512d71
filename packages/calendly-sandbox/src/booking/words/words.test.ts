import { expect, test } from "vitest";
import { english } from "./en.ts";
import { countOf, fill, tongueOf } from "./index.ts";

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([found]) => found).sort();

function textsOf(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : textsOf(value as object, `${path}${key}.`),
  );
}

const others = ["de", "es", "fr", "it", "nl", "pt", "uk"] as const;

test.each(others)("%s says everything that English says, with the same values, in words of its own", (language) => {
  const texts = new Map(textsOf(tongueOf(language).words));
  expect(texts.get("timeTaken")).not.toBe(english.timeTaken);
  for (const [key, text] of textsOf(english)) {
    const own = texts.get(key);
    expect(own, key).toBeTruthy();
    expect(placeholders(own ?? ""), key).toEqual(placeholders(text));
  }
});

test("values are put in as they are, and a missing one shows where it is missing", () => {
  expect(fill("Cancel {name} at {time}", { name: "$& {time}" })).toBe("Cancel $& {time} at {time}");
});

test("a number takes the form that its language has for it", () => {
  const spots = (language: "en" | "uk", count: number) =>
    countOf(tongueOf(language).words.script.spotsLeft, count, language);
  expect([1, 2].map((count) => spots("en", count))).toEqual(["1 spot left", "2 spots left"]);
  const ukrainian = [1, 3, 5, 21].map((count) => spots("uk", count).replace("Залишилося ", ""));
  expect(ukrainian).toEqual(["1 місце", "3 місця", "5 місць", "21 місце"]);
});
