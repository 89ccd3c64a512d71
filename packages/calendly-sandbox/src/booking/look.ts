import type { Look } from "./parameters.ts";
import { readColor } from "./parameters.ts";

/** WCAG 2.2 relative luminance of `#rrggbb`, from 0 (black) to 1 (white). */
export function luminance(color: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** WCAG 2.2 contrast ratio, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/**
 * The colour itself where it can be read as text on `background`, else the same hue moved towards black or white until
 * it can (4.5 to 1). Embedders choose brand colours for buttons, which as text are often too faint.
 */
export function readableOn(color: string, background: string): string {
  const towards = luminance(background) > 0.18 ? 0 : 255;
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = [1, 3, 5].map((at) => {
      const value = Number.parseInt(color.slice(at, at + 2), 16);
      return Math.round(value + (towards - value) * share)
        .toString(16)
        .padStart(2, "0");
    });
    const candidate = `#${mixed.join("")}`;
    if (contrast(candidate, background) >= 4.5) return candidate;
  }
  return towards === 0 ? "#000000" : "#ffffff";
}

/** The address of the style sheet for an embedder's colours, or null where none were asked for. */
export function lookAddress(look: Look): string | null {
  const query = new URLSearchParams();
  if (look.background) query.set("background_color", look.background.slice(1));
  if (look.text) query.set("text_color", look.text.slice(1));
  if (look.primary) query.set("primary_color", look.primary.slice(1));
  return query.size === 0 ? null : `/assets/booking/look.css?${query}`;
}

/**
 * Custom properties for an embedder's colours. A style sheet of its own, because the pages' CSP allows no inline
 * styles. A background fixes light or dark, whatever the device prefers; the text follows unless it is given.
 */
export function lookStyles(query: URLSearchParams): string {
  const background = readColor(query.get("background_color"));
  const text = readColor(query.get("text_color"));
  const primary = readColor(query.get("primary_color"));
  const lines: string[] = [];
  const isDark = background !== null ? luminance(background) < 0.18 : text !== null ? luminance(text) > 0.5 : null;
  if (isDark !== null) lines.push(`color-scheme: ${isDark ? "dark" : "light"};`);
  if (background !== null) lines.push(`--paper: ${background};`, `--sheet: ${background};`);
  if (text !== null) lines.push(`--ink: ${text};`);
  if (primary !== null) {
    const onPrimary = contrast("#ffffff", primary) >= 4.5 ? "#ffffff" : "#000000";
    const light = readableOn(primary, background ?? "#ffffff");
    const dark = readableOn(primary, background ?? "#1c1d1f");
    lines.push(`--accent: ${primary};`, `--on-accent: ${onPrimary};`, `--accent-ink: light-dark(${light}, ${dark});`);
  }
  return `:root {\n${lines.map((line) => `  ${line}\n`).join("")}}\n`;
}
