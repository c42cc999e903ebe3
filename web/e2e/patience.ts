/** Waits that end when something is so, and fail long after it should have been. */
import type { Locator } from "playwright-core";

/** For what takes a job: ingest, detection, scoring. */
export const LONG_MS = 60_000;

/** Not detected yet, not scored yet, not made yet; and the local store, which may refuse a first try in a new folder. */
export const PASSING = [/^404 \/api\/(near-duplicates|qa|thumbnails)/, /^500 \/semblance\//];

/** It is in the page, and seen. */
export async function seen(locator: Locator): Promise<void> {
  await locator.first().waitFor({ timeout: LONG_MS });
}

/** It is in the page no longer. */
export async function gone(locator: Locator): Promise<void> {
  await locator.first().waitFor({ state: "hidden", timeout: LONG_MS });
}
