/** Every view in every state: no violation in either theme at either width, and nothing to scroll sideways. */
import { describe, expect, it } from "vitest";
import type { Page } from "playwright-core";

import { expectAccessible } from "./axe";
import { browserOfFile } from "./browser";
import { person } from "./stack";
import { STATES } from "./states/all";

const browser = browserOfFile();
const WIDTHS = [1440, 320] as const;

/** Themes differ in colours alone: what else axe looks at is looked at in the light one. */
async function lookAtAll(page: Page, name: string): Promise<void> {
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

describe("accessible", () => {
  it.each(STATES)("$name", async ({ name, path, who, prepare, expected = [], arrive }) => {
    const page = await browser.open(path, { ...(who ? { as: person(...who) } : {}), prepare, expected });
    await arrive(page);
    await lookAtAll(page, name);
    expect(page.isClosed()).toBe(false);
  });
});
