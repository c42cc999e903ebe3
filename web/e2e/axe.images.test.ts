/** Search, upload, images, settings and log-in, in every state: no violation in either theme at either width. */
import { describe, expect, it } from "vitest";

import { browserOfFile } from "./browser";
import { expectEveryLookAccessible } from "./looks";
import { otherStates } from "./states/others";
import { searchStates } from "./states/search";
import { uploadStates } from "./states/upload";
import { come } from "./states/state";

const browser = browserOfFile();

describe("accessible", () => {
  it.each([...searchStates, ...uploadStates, ...otherStates])("$name", async (state) => {
    const page = await come(browser, state);
    await expectEveryLookAccessible(page, state.name);
    expect(page.isClosed()).toBe(false);
  });
});
