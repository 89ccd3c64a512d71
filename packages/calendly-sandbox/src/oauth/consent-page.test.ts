import { allScopes } from "@punctual/calendly";
import { expect, test } from "vitest";
import { renderConsentPage } from "./consent-page.ts";
import { scopeGroups, scopeSentences } from "./scope-words.ts";

const choose = {
  kind: "choose",
  app: { name: "Punctual <script>", environment: "sandbox" },
  scopes: ["users:read", "scheduled_events:write"],
  accounts: [
    {
      userId: "MAYA",
      name: "Maya Okafor",
      email: "maya@northside.example",
      role: "user",
      organizationName: "Northside",
    },
    {
      userId: "ADA",
      name: "Ada Lindqvist",
      email: "ada@northside.example",
      role: "owner",
      organizationName: "Northside",
    },
  ],
  find: null,
  more: 0,
  action: "/oauth/authorize",
  fields: { state: `"><b>`, client_id: "app" },
  returnsTo: "localhost:3000/callback",
} as const;

test("a family of scopes is one sentence, writing includes reading, and a scope without a sentence is shown by its name", () => {
  expect(scopeSentences(["scheduled_events:read", "scheduled_events:write"])).toEqual(
    scopeSentences(["scheduled_events:write"]),
  );
  expect(scopeSentences(["scheduled_events:read"])).not.toEqual(scopeSentences(["scheduled_events:write"]));
  expect(scopeSentences(["users:read", "users:read"])).toHaveLength(1);
  expect(scopeSentences(["teleport:write"])).toEqual(["Use “teleport:write”"]);
});

test("every scope has a group and a sentence of its own", () => {
  expect(scopeGroups.flatMap(({ scopes }) => scopes).toSorted()).toEqual(allScopes.toSorted());
  const sentences = allScopes.map((scope) => scopeSentences([scope])[0] ?? "");
  expect(sentences.filter((sentence) => sentence.includes("“"))).toEqual([]);
  expect(new Set(sentences).size).toBe(sentences.length);
});

test("where not everybody is shown, one can be searched for without losing the request", () => {
  expect(renderConsentPage(choose)).not.toContain(`type="search"`);
  const text = renderConsentPage({ ...choose, find: null, more: 975 });
  expect(text).toContain("975 more are not shown");
  expect(text).toContain(`name="client_id" value="app" form="find"`);
});

test("everybody can be chosen and nobody is chosen beforehand", () => {
  const text = renderConsentPage(choose);
  expect(text.match(/type="radio"/g)).toHaveLength(2);
  expect(text).not.toMatch(/\schecked/);
  expect(text).toContain(`value="MAYA"`);
});

test("what an app says of itself, and what it sends along, stays text", () => {
  const text = renderConsentPage(choose);
  expect(text).not.toContain("<script>");
  expect(text).toContain(`name="state" value="&quot;&gt;&lt;b&gt;"`);
});

test("denying needs no account", () => {
  expect(renderConsentPage(choose)).toMatch(/value="deny" formnovalidate/);
});

test("trouble is told in words, with nothing to press", () => {
  const text = renderConsentPage({ kind: "trouble", title: "Unknown app", sentence: "No app has this client_id." });
  expect(text).toContain("No app has this client_id.");
  expect(text).not.toContain("<form");
});
