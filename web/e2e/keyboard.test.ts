/** The same way through the app by keyboard alone: no click, and the focus is always seen. */
import { expect, it } from "vitest";

import { browserOfFile } from "./browser";
import { enter, inTurn, tabTo } from "./byKeyboard";
import { gone, LONG_MS, PASSING, seen } from "./patience";
import { person } from "./stack";
import { twentyPictures } from "./twenty";

const browser = browserOfFile();

it("goes from nothing to reviewed duplicates and anomalies by keyboard", { timeout: 240_000 }, async () => {
  const pictures = twentyPictures();
  const page = await browser.open("/upload", { expected: PASSING });
  const { keyboard } = page;
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const status = (words: RegExp) => page.getByRole("status").filter({ hasText: words });

  const { username, password } = person("empty", "editor");
  await tabTo(page, page.getByLabel("Username"));
  await keyboard.type(username);
  await keyboard.press("Tab");
  await keyboard.type(password);
  await keyboard.press("Enter");

  const files = page.waitForEvent("filechooser");
  await enter(page, button("Choose files"));
  await (await files).setFiles(pictures);
  await seen(page.getByRole("navigation", { name: "Files by state" }).getByRole("link", { name: "New 20" }));

  await inTurn(page, "g s");
  await seen(status(/20 images/));
  await keyboard.press("/");
  await keyboard.type("a scene at night");
  await keyboard.press("Enter");
  await seen(status(/results.*best/));

  await keyboard.press("Shift+Tab");
  await keyboard.press("ArrowRight");
  const picture = page.waitForEvent("filechooser");
  await enter(page, button("Choose a picture"));
  await (await picture).setFiles(pictures[0] ?? "");
  await seen(status(/results.*best (100|99)/));

  await tabTo(page, page.getByRole("gridcell"));
  await keyboard.press("ArrowRight");
  await keyboard.press("Enter");
  const panel = page.getByRole("complementary", { name: "Image" });
  await seen(panel.getByRole("list", { name: "Similar images" }).getByRole("link"));
  await keyboard.press("Shift+f");
  await page.waitForURL(/[?&]img=/);
  await seen(status(/results.*best/));
  await tabTo(page, page.getByRole("gridcell"));
  await keyboard.press("y");
  await seen(page.getByRole("img", { name: "marked relevant" }));

  await inTurn(page, "g d");
  await enter(page, button("Detect duplicates"));
  const cells = page.getByRole("grid", { name: "Groups of near-duplicates" }).getByRole("gridcell");
  await tabTo(page, cells);
  const before = await cells.count();
  await keyboard.press("Enter");
  await seen(page.getByRole("list", { name: "Images of the group" }));
  await keyboard.press("k");
  await seen(button(/^Keep 1, discard \d/));
  await keyboard.press("Enter");
  await seen(page.getByRole("dialog").filter({ hasText: /into the trash/ }));
  await keyboard.press("u");
  await seen(page.getByRole("dialog").filter({ hasText: /^Taken back.*into the trash/ }));
  await inTurn(page, "g d");
  await expect.poll(() => cells.count(), { timeout: LONG_MS }).toBe(before);

  await inTurn(page, "g a");
  await enter(page, button("Score now"));
  await gone(page.getByRole("region", { name: "Scoring" }));
  await tabTo(page, page.getByLabel("Which"));
  await keyboard.press("ArrowDown");
  const place = page.getByText(/^1 of \d+$/);
  await seen(place);
  const left = Number((await place.textContent())?.slice("1 of ".length));
  await tabTo(page, page.getByRole("region", { name: "Candidate" }).getByRole("link"));
  await keyboard.press("1");
  await seen(page.getByText(`1 of ${left - 1}`, { exact: true }));
  await keyboard.press("2");
  await seen(page.getByText(`1 of ${left - 2}`, { exact: true }));
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("A");

  await keyboard.press("h");
  const history = page.getByRole("dialog", { name: "What you did" });
  await seen(history.getByText(/: defect/));
  await seen(history.getByText(/: normal here/));
  await keyboard.press("Escape");
  await gone(history);
});
