/** Moves the focus as a person without a mouse does. */
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";

import { seen } from "./patience";

const MOST_STOPS = 120;

/** Press Tab until it has the focus, and see that it shows it. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await seen(target);
  const hasFocus = () => target.evaluateAll((all) => all.some((one) => one === document.activeElement));
  for (let stops = 0; !(await hasFocus()); stops += 1) {
    if (stops === MOST_STOPS) throw new Error(`Tab does not reach ${String(target)}`);
    await page.keyboard.press("Tab");
  }
  expect(await page.evaluate(() => document.activeElement?.matches(":focus-visible"))).toBe(true);
}

/** Two keys in a row, such as `g s`. */
export async function inTurn(page: Page, keys: string): Promise<void> {
  for (const key of keys.split(" ")) await page.keyboard.press(key);
}

/** Go there by Tab, and press Enter. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press("Enter");
}
