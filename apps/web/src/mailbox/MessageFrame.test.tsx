import { expect, test } from "vitest";
import { shutIn } from "./MessageFrame.tsx";

const position = (html: string, part: string) => shutIn(html).indexOf(part);

test.each([
  '<!doctype html><html lang="en"><head><title>x</title></head><body><script>1</script></body></html>',
  "<!DOCTYPE html>\n<html>\n<body><script>1</script>",
  "<script>1</script><p>no document around it</p>",
  '<p>a</p><head data-x="1"><script>1</script>',
])("the policy that forbids scripts stands before anything of the message", (html) => {
  expect(position(html, "default-src 'none'")).toBeGreaterThanOrEqual(0);
  expect(position(html, "default-src 'none'")).toBeLessThan(position(html, "<script>"));
});

test("a document keeps its doctype and its language in front", () => {
  expect(shutIn('<!doctype html><html lang="en"><head></head>')).toMatch(
    /^<!doctype html><html lang="en"><head><meta /,
  );
});
