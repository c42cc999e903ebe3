/** Duplicates and anomalies, in every state: no violation in either theme at either width. */
import { describe, expect, it } from "vitest";

import { browserOfFile } from "./browser";
import { expectEveryLookAccessible } from "./looks";
import { anomalyStates } from "./states/anomalies";
import { duplicateStates } from "./states/duplicates";
import { come } from "./states/state";

const browser = browserOfFile();

describe("accessible", () => {
  it.each([...duplicateStates, ...anomalyStates])("$name", async (state) => {
    const page = await come(browser, state);
    await expectEveryLookAccessible(page, state.name);
    expect(page.isClosed()).toBe(false);
  });
});
