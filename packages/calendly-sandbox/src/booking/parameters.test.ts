import { expect, test } from "vitest";
import { readColor, readPageParameters, splitGuests } from "./parameters.ts";

const read = (query: string) => readPageParameters(new URLSearchParams(query));

test("a name may come whole or in two halves, and the whole one wins", () => {
  expect(read("first_name=Jordan&last_name=Blake").prefill.name).toBe("Jordan Blake");
  expect(read("name=J.+Blake&first_name=Jordan").prefill.name).toBe("J. Blake");
  expect(read("first_name=Jordan").prefill.name).toBe("Jordan");
});

test("answers are prefilled by question position, a1 for the first", () => {
  const { answers } = read("a1=one&a10=ten&a11=ignored").prefill;
  expect(answers[0]).toBe("one");
  expect(answers[9]).toBe("ten");
  expect(answers).toHaveLength(10);
});

test("guests are separated by commas, semicolons or spaces, without repetitions, ten at most", () => {
  expect(splitGuests("a@x.example, b@x.example;c@x.example a@x.example")).toEqual([
    "a@x.example",
    "b@x.example",
    "c@x.example",
  ]);
  const many = Array.from({ length: 14 }, (_, index) => `g${index}@x.example`).join(",");
  expect(read(`guests=${many}`).prefill.guests).toHaveLength(10);
});

test("tracking has all six values, null where missing, cut at 255 characters", () => {
  const { tracking } = read(`utm_source=mail&utm_campaign=${"x".repeat(400)}&utm_unknown=1`);
  expect(tracking).toEqual({
    utm_campaign: "x".repeat(255),
    utm_source: "mail",
    utm_medium: null,
    utm_content: null,
    utm_term: null,
    salesforce_uuid: null,
  });
});

test("a page is embedded exactly when the address names the embedding domain", () => {
  expect(read("embed_type=Inline").embed).toBeNull();
  expect(read("embed_domain=app.example&embed_type=PopupText").embed).toEqual({
    domain: "app.example",
    type: "PopupText",
  });
});

test("a date brings its month, and nonsense is no date, month or zone", () => {
  expect(read("date=2026-12-03")).toMatchObject({ date: "2026-12-03", month: "2026-12" });
  expect(read("month=2027-01&date=2026-12-03").month).toBe("2027-01");
  expect(read("date=2026-13-01&month=soon&timezone=Mars/Olympus")).toMatchObject({
    date: null,
    month: null,
    timeZone: null,
  });
  expect(read("timezone=Asia/Kolkata").timeZone).toBe("Asia/Kolkata");
});

test("what must survive a step is carried, what belongs to one step is not", () => {
  const { carried } = read(
    "name=Ana&utm_source=x&month=2026-12&date=2026-12-01&embed_domain=a.example&secret=1&a3=yes",
  );
  expect(Object.fromEntries(carried)).toEqual({ name: "Ana", utm_source: "x", embed_domain: "a.example", a3: "yes" });
});

test("colours are read with or without #, long or short; anything else is no colour", () => {
  expect(readColor("0E6B74")).toBe("#0e6b74");
  expect(readColor("#fA0")).toBe("#ffaa00");
  expect(readColor("red;background:url(x)")).toBeNull();
  expect(readColor(null)).toBeNull();
});
