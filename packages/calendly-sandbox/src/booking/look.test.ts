import fc from "fast-check";
import { expect, test } from "vitest";
import { contrast, lookAddress, lookStyles, readableOn } from "./look.ts";

const color = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

test("text in any brand colour can be read on any background", () => {
  fc.assert(
    fc.property(color, color, (brand, background) => contrast(readableOn(brand, background), background) >= 4.5),
  );
});

test("a colour that can be read already stays as it is", () => {
  expect(readableOn("#0e6b74", "#ffffff")).toBe("#0e6b74");
});

test("only colours reach the style sheet", () => {
  const styles = lookStyles(
    new URLSearchParams({ background_color: "ffffff", text_color: "};body{display:none", primary_color: "zzz" }),
  );
  expect(styles).toContain("--sheet: #ffffff;");
  expect(styles).not.toContain("display");
  expect(styles).not.toContain("--accent");
});

test("a background decides between light and dark, whatever the device prefers", () => {
  expect(lookStyles(new URLSearchParams({ background_color: "101010" }))).toContain("color-scheme: dark;");
  expect(lookStyles(new URLSearchParams({ background_color: "fafafa" }))).toContain("color-scheme: light;");
});

test("no colours, no extra style sheet", () => {
  const none = {
    background: null,
    text: null,
    primary: null,
    hideEventTypeDetails: false,
    hideLandingPageDetails: false,
  };
  expect(lookAddress(none)).toBeNull();
  expect(lookAddress({ ...none, primary: "#00aa55" })).toBe("/assets/booking/look.css?primary_color=00aa55");
});
