import { expect, test } from "vitest";
import { storable } from "./storable.ts";

test("a U+0000 is taken out wherever it is, and nothing else changes", () => {
  const wire = {
    name: "Jor\0dan",
    seats: 2,
    deleted: null,
    answers: [{ question: "Why?", answer: "\0", "k\0ey": true }],
  };
  expect(storable(wire)).toEqual({
    name: "Jordan",
    seats: 2,
    deleted: null,
    answers: [{ question: "Why?", answer: "", key: true }],
  });
});

test("half of a surrogate pair becomes a replacement character, as Postgres takes no other", () => {
  expect(storable({ answer: "cut \ud83d", ["k\udc00"]: "whole 🙂" })).toEqual({
    answer: "cut \ufffd",
    "k\ufffd": "whole 🙂",
  });
});
