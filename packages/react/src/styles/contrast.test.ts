import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const css = readFileSync(fileURLToPath(new URL("./tokens.css", import.meta.url)), "utf8");

/** `--color-ink: light-dark(#1c1b19, #eceae5)` as a map from name to both colours. */
const colours = new Map(
  [...css.matchAll(/--color-([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map((match) => [
    match[1] ?? "",
    { light: match[2] ?? "", dark: match[3] ?? "" },
  ]),
);

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ["paper", "raised", "sunken"];
const meanings = ["accent", "confirmed", "attention", "canceled", "waiting"];
const aaa: [string, string][] = ["ink", "ink-soft"].map((text) => [text, "paper"]);
const aa: [string, string][] = [
  ...grounds.flatMap((ground): [string, string][] => ["ink", "ink-soft", ...meanings].map((text) => [text, ground])),
  ...meanings.flatMap((meaning): [string, string][] => [
    [meaning, `${meaning}-soft`],
    ["ink", `${meaning}-soft`],
  ]),
  ["ink-soft", "accent-soft"],
  ["accent-strong", "accent-soft"],
  ["accent-strong", "paper"],
  ["on-accent", "accent"],
  ["on-accent", "accent-strong"],
  ["on-canceled", "canceled"],
  ["paper", "ink"],
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
  const of = (name: string) => colours.get(name)?.[theme] ?? "";

  test.each(aaa)("%s on %s is AAA", (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(7);
  });
  test.each(aa)("%s on %s is AA", (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(grounds)("the border of a control is told from %s", (ground) => {
    expect(contrast(of("line-strong"), of(ground))).toBeGreaterThanOrEqual(3);
  });
});
