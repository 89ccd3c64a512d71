import { expect, test } from "vitest";
import { eventTypePath, singleUsePath, withQuery } from "./addresses.ts";

test("paths escape what they are made of", () => {
  expect(eventTypePath({ slug: "maya" }, { slug: "60-minute" })).toBe("/maya/60-minute");
  expect(singleUsePath("ab/cd", { slug: "x" })).toBe("/d/ab%2Fcd/x");
  expect(withQuery("/maya", new URLSearchParams())).toBe("/maya");
  expect(withQuery("/maya", new URLSearchParams({ name: "Ana & Co" }))).toBe("/maya?name=Ana+%26+Co");
});
