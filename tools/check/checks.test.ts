import { describe, expect, test } from "vitest";
import { checkClaims, claimsOf } from "./check-claims.ts";
import { checkImports } from "./check-imports.ts";
import { snippetsOf } from "./check-snippets.ts";
import { checkVocabulary } from "./check-vocabulary.ts";

const file = (path: string, ...specifiers: string[]) => ({ path, text: specifiers.map(statement).join("") });

/** Written so that this file does not seem to import what it only talks of. */
const statement = (specifier: string) => `import { a } from ${JSON.stringify(specifier)};\n`;

describe("imports between rooms", () => {
  test("a room that reaches another without leave is sent to the right room", () => {
    const [finding] = checkImports([file("apps/web/src/app.tsx", "@punctual/server")]);
    expect(finding).toContain("apps/web/src/app.tsx:1");
    expect(finding).toContain("Move the code to packages/server");
  });

  test("the Calendly client takes no library but zod", () => {
    expect(checkImports([file("packages/calendly/src/a.ts", "zod", "pg", "node:fs")])).toHaveLength(2);
  });

  test("a relative path does not leave its room", () => {
    expect(checkImports([file("packages/react/src/a.ts", "../../contract/src/index.ts")])).toHaveLength(1);
  });

  test("dynamic imports and re-exports count", () => {
    const name = JSON.stringify("@punctual/server");
    const text = `export * from ${name};\nconst a = await import(${name});\n`;
    expect(checkImports([{ path: "packages/contract/src/a.ts", text }])).toHaveLength(2);
  });
});

describe("imports between features", () => {
  const feature = (path: string, specifier: string) =>
    checkImports([file(`packages/server/src/features/${path}`, specifier)]);

  test("a feature is reached by its index only", () => {
    expect(feature("sync/apply-change.ts", "../notifications/queries.ts")).toHaveLength(1);
    expect(feature("sync/apply-change.ts", "../notifications/index.ts")).toEqual([]);
  });

  test("an earlier feature does not know a later one, so there is no cycle", () => {
    expect(feature("connections/confirm-connection.ts", "../sync/index.ts")).toHaveLength(1);
  });

  test("rules know nothing but types", () => {
    expect(feature("sync/rules.ts", "./queries.ts")).toHaveLength(1);
    expect(feature("sync/rules.ts", "./types.ts")).toEqual([]);
  });

  test("the platform knows no feature", () => {
    expect(checkImports([file("packages/server/src/platform/log.ts", "../features/sync/index.ts")])).toHaveLength(1);
  });
});

describe("file names", () => {
  test("a stray file is told where it belongs", () => {
    expect(checkVocabulary(["packages/server/src/features/sync/thing.ts"])).toHaveLength(1);
    expect(checkVocabulary(["packages/server/src/features/billing/types.ts"])).toHaveLength(1);
    expect(checkVocabulary(["packages/server/src/features/sync/deep/types.ts"])).toHaveLength(1);
    expect(checkVocabulary(["scripts/a.ts"])).toHaveLength(1);
    expect(checkVocabulary(["packages/react/src/utils.ts"])).toHaveLength(1);
  });

  test("the vocabulary itself passes", () => {
    const names = ["types.ts", "rules.test.ts", "apply-change.ts", "apply-change.db.test.ts", "index.ts"];
    expect(checkVocabulary(names.map((name) => `packages/server/src/features/sync/${name}`))).toEqual([]);
  });
});

describe("code in documents", () => {
  test("is found block by block, with the line on which it begins; other languages are left alone", () => {
    const text = "# Title\n\n```ts\nconst a = 1;\n```\n\n```sh\nnpm test\n```\n\n```ts\nconst b = 2;\n```\n";
    expect(snippetsOf("README.md", text)).toEqual([
      { document: "README.md", line: 4, code: "const a = 1;\n" },
      { document: "README.md", line: 12, code: "const b = 2;\n" },
    ]);
  });
});

describe("claims in documents", () => {
  const read = (path: string) =>
    path === "packages/server/src/gate.test.ts" ? 'test("nobody comes in", () => {});' : null;
  const check = (text: string) => checkClaims(claimsOf("SECURITY.md", text), read);

  test("a test that is there by its file and name holds one", () => {
    expect(check("Closed.\nSee `gate.test.ts` “nobody comes in”, and `gate.test.ts`.")).toEqual([]);
  });

  test("a test that was renamed, or whose file went, is told with its line", () => {
    expect(check("Closed.\nSee `gate.test.ts` “nobody at all comes in”.")).toEqual([
      "SECURITY.md:2 says that “nobody at all comes in” is in gate.test.ts. It is not: name the test that holds this now.",
    ]);
    expect(check("`gone.test.ts` “nobody comes in”")).toEqual([
      "SECURITY.md:1 names gone.test.ts, which does not exist.",
    ]);
  });
});
