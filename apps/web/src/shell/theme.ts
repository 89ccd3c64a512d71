export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const key = "punctual.theme";

export function currentTheme(): Theme {
  return themes.find((theme) => theme === document.documentElement.dataset["theme"]) ?? "system";
}

/** Applies the theme at once and for the next visit on this device; `public/theme.js` reads it before the first paint. */
export function chooseTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem(key);
    else localStorage.setItem(key, theme);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
}
