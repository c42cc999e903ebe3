/** One state in both themes at both widths. */
import type { Page } from "playwright-core";
import { expect } from "vitest";

import { expectAccessible } from "./axe";

const WIDTHS = [1440, 320] as const;

/**
 * No violation, and nothing to scroll sideways. Themes differ in colours alone: what else axe looks at is looked at in
 * the light one.
 */
export async function expectEveryLookAccessible(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await expectAccessible(page, `${name}, light, ${width} px`);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overhang, `${name}: pixels to scroll sideways at ${width} px`).toBeLessThanOrEqual(0);
    await page.emulateMedia({ colorScheme: "dark" });
    await expectAccessible(page, `${name}, dark, ${width} px`, "colours");
    await page.emulateMedia({ colorScheme: "light" });
  }
}
