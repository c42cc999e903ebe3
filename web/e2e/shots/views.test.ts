/** Pictures of the views, light and dark, wide and narrow, for somebody to look at: `make web-shots`. */
import { existsSync, mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

import { settled } from "../axe";
import { browserOfFile } from "../browser";
import { STATES } from "../states/all";
import { come } from "../states/state";

const FOLDER = fileURLToPath(new URL("../../shots/", import.meta.url));
const SHOWN = new Set([
  "log-in",
  "search, newest images",
  "search, results",
  "search, by image",
  "search, the detail open",
  "search, the filters open",
  "search, nothing uploaded",
  "upload, empty",
  "upload, under way",
  "duplicates, never detected",
  "duplicates, gallery",
  "duplicates, a group beside the gallery",
  "duplicates, the rules",
  "one group, side by side",
  "one group, difference",
  "anomalies, queue",
  "anomalies, list",
  "anomalies, never scored",
  "image, similar",
  "image, quality",
  "settings",
]);
const LOOKS = [
  ["light", 1440],
  ["dark", 1440],
  ["light", 320],
  ["dark", 320],
] as const;

const browser = browserOfFile();

describe("a picture", () => {
  it.each(STATES.filter(({ name }) => SHOWN.has(name)))("$name", async (state) => {
    const { name } = state;
    const page = await come(browser, state);
    mkdirSync(FOLDER, { recursive: true });
    for (const [colorScheme, width] of LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: width === 320 ? 640 : 900 });
      await settled(page);
      await page.waitForFunction(() => [...document.images].every((one) => one.complete));
      const file = `${FOLDER}${name.replaceAll(/\W+/g, "-")}-${width}-${colorScheme}.png`;
      await page.screenshot({ path: file });
      expect(existsSync(file)).toBe(true);
    }
  });
});
