/** One Chromium for a file of tests, and a new, forgetful window for each page. No test passes whose page did wrong. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";

import { watchFaults } from "./faults";
import { launchBrowser } from "./launch";
import { logInAs } from "./session";
import { type Person, stack } from "./stack";

const FAILURES = fileURLToPath(new URL("../shots/failures/", import.meta.url));

export interface Look {
  /** Nobody: the page is opened logged out. */
  as?: Person;
  theme?: "light" | "dark";
  width?: number;
  height?: number;
  /** Touch and a narrow screen's user agent are not pretended; motion is less unless a test is about it. */
  motion?: "reduce" | "no-preference";
  /** What would be a fault and is none here, such as /^401 \/api\/auth\/login$/. */
  expected?: readonly RegExp[];
  /** Before the page is opened: answers that a test makes itself. */
  prepare?: ((page: Page) => Promise<unknown>) | undefined;
}

/** Call it once at the top of a file; `open` gives a page at a path of the app. */
export function browserOfFile(): { open: (path: string, look?: Look) => Promise<Page> } {
  let browser: Browser | undefined;
  const watched: { page: Page; faults: readonly string[] }[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async ({ task }) => {
    const pages = watched.splice(0);
    if (task.result?.state === "fail") await Promise.all(pages.map(({ page }, at) => keepPicture(page, task.name, at)));
    await Promise.all(pages.map(({ page }) => page.context().close()));
    expect(pages.flatMap(({ faults }) => faults)).toEqual([]);
  });

  async function open(path: string, look: Look = {}): Promise<Page> {
    if (!browser) throw new Error("the browser did not start");
    const context = await browser.newContext({
      viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
      colorScheme: look.theme ?? "light",
      reducedMotion: look.motion ?? "reduce",
      locale: "en-GB",
      timezoneId: "UTC",
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    watched.push({ page, faults: await watchFaults(page, look.expected ?? []) });
    if (look.as) await logInAs(page, look.as);
    await look.prepare?.(page);
    await page.goto(`${stack.web}${path}`);
    return page;
  }
  return { open };
}

/** What the page looked like when the test failed. */
async function keepPicture(page: Page, test: string, at: number): Promise<void> {
  mkdirSync(FAILURES, { recursive: true });
  const name = test.replaceAll(/\W+/g, "-").slice(0, 80);
  await page.screenshot({ path: `${FAILURES}${name}-${at}.png` }).catch(() => undefined);
}
