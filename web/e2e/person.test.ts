/** A person's way through the app by mouse, from the log-in to the review of anomalies, in a tenant that is empty. */
import { expect, it } from "vitest";

import { browserOfFile } from "./browser";
import { dropFiles } from "./dropping";
import { gone, LONG_MS, PASSING, seen } from "./patience";
import { person } from "./stack";
import { twentyPictures } from "./twenty";

const browser = browserOfFile();

it("goes from nothing to reviewed duplicates and anomalies by mouse", { timeout: 240_000 }, async () => {
  const pictures = twentyPictures();
  const page = await browser.open("/upload", { expected: PASSING });
  const button = (name: string | RegExp) => page.getByRole("button", { name });
  const view = (name: string) => page.getByRole("navigation", { name: "Views" }).getByRole("link", { name });

  const { username, password } = person("empty", "editor");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Password").fill(password);
  await button("Log in").click();

  await seen(page.getByRole("region", { name: "Add images" }));
  await dropFiles(page, page.getByRole("region", { name: "Add images" }), pictures);
  await seen(page.getByText("20 of 20 files"));
  await seen(page.getByRole("navigation", { name: "Files by state" }).getByRole("link", { name: "New 20" }));

  await view("Search").click();
  await seen(page.getByRole("status").filter({ hasText: "20 images" }));
  await page.getByRole("searchbox").fill("a scene at night");
  await button("Search").click();
  await seen(page.getByRole("status").filter({ hasText: /results.*best/ }));
  const textHits = await page.getByRole("gridcell").count();
  expect(textHits).toBeGreaterThan(5);

  await page.getByRole("tab", { name: "By image" }).click();
  const chooser = page.waitForEvent("filechooser");
  await button("Choose a picture").click();
  await (await chooser).setFiles(pictures[0] ?? "");
  await seen(page.getByRole("status").filter({ hasText: /results.*best (100|99)/ }));

  await page.getByRole("gridcell").nth(1).click();
  const panel = page.getByRole("complementary", { name: "Image" });
  await seen(panel.getByRole("list", { name: "Similar images" }).getByRole("link"));
  await panel.getByRole("button", { name: "Search with this" }).click();
  await page.waitForURL(/[?&]img=/);
  await seen(page.getByRole("status").filter({ hasText: /results.*best/ }));
  await page.getByRole("gridcell").nth(2).hover();
  await button("Relevant (y)").click();
  await seen(page.getByRole("img", { name: "marked relevant" }));

  await view("Duplicates").click();
  await button("Detect duplicates").click();
  const groups = page.getByRole("grid", { name: "Groups of near-duplicates" });
  await seen(groups.getByRole("gridcell"));
  const before = await groups.getByRole("gridcell").count();
  await groups.getByRole("gridcell").first().click();
  await page.getByRole("link", { name: /^Review/ }).click();
  await page.getByRole("radio").first().check();
  await button(/^Keep 1, discard \d/).click();
  const toast = page.getByRole("dialog").filter({ hasText: /into the trash/ });
  await toast.getByRole("button", { name: "Undo" }).click();
  await seen(page.getByRole("dialog").filter({ hasText: /^Taken back.*into the trash/ }));
  await view("Duplicates").click();
  await expect.poll(() => groups.getByRole("gridcell").count(), { timeout: LONG_MS }).toBe(before);

  await view("Anomalies").click();
  await button("Score now").first().click();
  await gone(page.getByRole("region", { name: "Scoring" }));
  await page.getByLabel("Which").selectOption({ label: "All, the oddest first" });
  const place = page.getByText(/^1 of \d+$/);
  await seen(place);
  const left = Number((await place.textContent())?.slice("1 of ".length));
  await button(/^Defect/).click();
  await seen(page.getByText(`1 of ${left - 1}`, { exact: true }));
  await button(/^Normal here/).click();
  await seen(page.getByText(`1 of ${left - 2}`, { exact: true }));

  await button("What you did").click();
  const history = page.getByRole("dialog", { name: "What you did" });
  await seen(history.getByText(/: defect/));
  await seen(history.getByText(/: normal here/));
});
