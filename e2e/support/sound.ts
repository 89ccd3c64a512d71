import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly theme: "light" | "dark";
}

const [deskLight, deskDark, phoneLight, phoneDark]: readonly [Look, Look, Look, Look] = [
  { width: 1280, height: 860, theme: "light" },
  { width: 1280, height: 860, theme: "dark" },
  { width: 390, height: 844, theme: "light" },
  { width: 390, height: 844, theme: "dark" },
];

/** A desk and a phone, each light and dark. */
export const allLooks: readonly Look[] = [deskLight, deskDark, phoneLight, phoneDark];

/** Each width and each theme once: for pages of which neither decides what the other shows. */
export const eachLook: readonly Look[] = [deskLight, phoneDark];

/**
 * Shows the page in each look and holds it to what every page must be: nothing that axe objects to, nothing wider than
 * the screen. `then` is called while the page has the look, for pictures.
 */
export async function expectSound(
  page: Page,
  name: string,
  looks: readonly Look[],
  then: (look: Look) => Promise<void> = async () => {},
): Promise<void> {
  for (const look of looks) {
    await wear(page, look);
    const { violations } = await lookWithAxe(page);
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    expect(found, `${name} at ${look.width}, ${look.theme}`).toEqual([]);
    await expectFit(page, name, look);
    await then(look);
  }
}

/** Nothing is wider than the screen. For the look that the page has just now. */
async function expectFit(page: Page, name: string, { width }: Look): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
}

export async function wear(page: Page, { width, height, theme }: Look): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await settled(page);
}

/** The page shows what it has to show: nothing is loading, every font is there, every colour has arrived. */
async function settled(page: Page): Promise<void> {
  await expect(page.getByRole("heading").first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (const animation of document.getAnimations()) {
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
    }
  });
}

/**
 * Every rule of axe that belongs to WCAG 2.2 AA or to good practice. Left to itself the builder loads axe into the page
 * and into a second, empty one for each look: several times the work of looking. Only frames need that.
 */
async function lookWithAxe(page: Page) {
  const isFramed = page.frames().length > 1;
  const isLoaded = !isFramed && (await page.evaluate(() => "axe" in window));
  return new AxeBuilder({ page, ...(isLoaded ? { axeSource: ";" } : {}) })
    .options({ resultTypes: ["violations"] })
    .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"])
    .setLegacyMode(!isFramed)
    .analyze();
}
