/** Text that wants to be markup stays text, wherever people or the API put it. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, it } from "vitest";

import { browserOfFile } from "./browser";
import { answers, BROKEN } from "./faking";
import { PASSING, seen } from "./patience";
import { answerFor } from "./session";
import { person, stack } from "./stack";
import { gridFilled } from "./states/state";
import { twentyPictures } from "./twenty";

const browser = browserOfFile();

const MARKUP = `<img src=x onerror="window.ran=1">`;
const SCRIPT = `"><script>window.ran=1</script>`;
const LINK = "javascript:window.ran=1";

/** What of it became an element, and whether any of it ran. */
const harmIn = (page: Page) =>
  page.evaluate(() => ({
    elements: document.querySelectorAll('img[src="x"], [onerror], [href^="javascript:"], #root script').length,
    ran: "ran" in globalThis,
  }));
const NONE = { elements: 0, ran: false };

it("in names, tags and notes that people give", async () => {
  const page = await browser.open("/upload", { as: person("empty", "editor"), expected: PASSING });
  await seen(page.getByRole("region", { name: "Add images" }));
  for (const tag of [MARKUP, LINK]) {
    await page.getByLabel("Tags", { exact: true }).fill(tag);
    await page.getByRole("button", { name: "Add", exact: true }).click();
  }
  await page.getByLabel("Images", { exact: true }).setInputFiles({
    name: `${MARKUP}.png`,
    mimeType: "image/png",
    buffer: readFileSync(twentyPictures()[7] ?? ""),
  });
  await seen(page.getByRole("link", { name: "New 1" }));
  await seen(page.getByText(`${MARKUP}.png`));
  expect(await harmIn(page)).toEqual(NONE);

  const tags = JSON.stringify([LINK]);
  await page.goto(`${stack.web}/search?${new URLSearchParams({ q: MARKUP, tags }).toString()}`);
  await gridFilled(page);
  await page.getByRole("gridcell").first().click();
  const panel = page.getByRole("complementary", { name: "Image" });
  await seen(panel.getByText(`${MARKUP}.png`));
  await panel.getByRole("tab", { name: "Payload" }).click();
  await seen(panel.getByText(LINK));
  await panel.getByRole("tab", { name: "Feedback" }).click();
  await panel.getByLabel("Note (optional)").fill(SCRIPT);
  await panel.getByRole("button", { name: "An anomaly" }).click();
  await seen(panel.getByText(SCRIPT));
  expect(await harmIn(page)).toEqual(NONE);
});

it("in what the API says of anomalies, and in its errors", async () => {
  const listed = await answerFor<{ run: object; anomalies: { image: object; evidence: object[] }[] }>(
    person("collection", "viewer"),
    "/api/qa/anomalies?dataset_id=landscapes&limit=1",
  );
  const [one] = listed.anomalies;
  const hostile = {
    ...one,
    image: { ...one?.image, filename: MARKUP },
    evidence: one?.evidence.map((near) => ({ ...near, filename: SCRIPT })),
    reviews: [{ reviewer: MARKUP, verdict: "defect", note: SCRIPT, reviewed_at: "2026-03-01T12:00:00Z", turn: 1 }],
  };
  const page = await browser.open("/anomalies?dataset=landscapes&flagged=false&reviewed=all", {
    as: person("collection", "viewer"),
    expected: BROKEN,
    prepare: async (page) => {
      await answers(/\/api\/qa\/anomalies\?/, { ...listed, anomalies: [hostile], next_cursor: null })(page);
      await answers(/\/reviews\?/, { reviews: hostile.reviews })(page);
      await answers(/\/api\/qa\/quality/, { type: LINK, title: MARKUP, detail: SCRIPT, request_id: MARKUP }, 500)(page);
    },
  });
  await seen(page.getByRole("link", { name: MARKUP }));
  await seen(page.getByRole("alert").getByText(SCRIPT));
  await seen(page.getByText(SCRIPT));
  expect(await harmIn(page)).toEqual(NONE);
});

it.each([LINK, "//example.com/", "/\\example.com", "https://example.com/"])(
  "in where the log-in is to lead: %s",
  async (next) => {
    const page = await browser.open(`/login?next=${encodeURIComponent(next)}`);
    const { username, password } = person("empty", "viewer");
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password").fill(password);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${stack.web}/search`);
    expect(await harmIn(page)).toEqual(NONE);
  },
);
