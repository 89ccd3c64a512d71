import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test.each([
  ["=1+1", `"'=1+1"`],
  ["  =1+1", `"'  =1+1"`],
  ["+49", `"'+49"`],
  ["-2", `"'-2"`],
  ["@sum", `"'@sum"`],
  ["\t=1", `"'\t=1"`],
  ["\r=1", `"'\r=1"`],
  ["\uff1dcmd", `"'\uff1dcmd"`],
  [`=HYPERLINK("http://evil.example","Click")`, `"'=HYPERLINK(""http://evil.example"",""Click"")"`],
])("%j is a text in every spreadsheet", (value, written) => {
  expect(csvLine([value])).toBe(`${written}\r\n`);
});

test("commas, quotes and line ends stay within their cell", () => {
  expect(csvLine(["a,b", 'say "hi"', "two\r\nlines", null, -1.5, ""])).toBe(
    `"a,b","say ""hi""","two\r\nlines",,-1.5,\r\n`,
  );
});
