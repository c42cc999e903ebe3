/** What comes between: a session that ends, an API that is away, an address that expired. Unsent work stays, and goes on. */
import type { Page } from "playwright-core";
import { expect, it } from "vitest";

import { browserOfFile } from "./browser";
import { AWAY, BROKEN, isAway } from "./faking";
import { gone, LONG_MS, PASSING, seen } from "./patience";
import { answerFor } from "./session";
import { person, type Person } from "./stack";
import { twentyPictures } from "./twenty";

const browser = browserOfFile();

/** Until somebody logs in again, requests to this address are refused as those of a session that ended. */
async function endSession(page: Page, url: RegExp): Promise<void> {
  let hasEnded = true;
  await page.route("**/api/auth/login", async (route) => {
    hasEnded = false;
    await route.continue();
  });
  await page.route(url, (route) =>
    hasEnded
      ? route.fulfill({ status: 401, json: { type: "/problems/not-authentic", title: "Not authentic", status: 401 } })
      : route.fallback(),
  );
}

async function logInAgain(page: Page, { password }: Person): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Log in again" });
  await seen(dialog);
  await dialog.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await gone(dialog);
}

it("a session that ends keeps the words that were searched", async () => {
  const who = person("collection", "editor");
  const page = await browser.open("/search", { as: who, expected: BROKEN });
  await seen(page.getByRole("gridcell"));
  await endSession(page, /\/api\/search\/similar/);
  await page.getByRole("searchbox").fill("city at night");
  await page.keyboard.press("Enter");
  await logInAgain(page, who);
  await seen(page.getByRole("status").filter({ hasText: /results.*best/ }));
  expect(await page.getByRole("searchbox").inputValue()).toBe("city at night");
});

it("a session that ends keeps the note of a verdict, and sends it", async () => {
  const who = person("collection", "editor");
  const { anomalies } = await answerFor<{ anomalies: object[] }>(
    who,
    "/api/qa/anomalies?dataset_id=landscapes&method=dnn&limit=1",
  );
  const page = await browser.open("/anomalies?dataset=landscapes&flagged=false&method=dnn", {
    as: who,
    expected: BROKEN,
  });
  const sent: unknown[] = [];
  await page.route(/\/review\?/, async (route) => {
    sent.push(route.request().postDataJSON());
    await route.fulfill({ json: anomalies[0] });
  });
  await endSession(page, /\/review\?/);
  const note = page.getByLabel("Note, optional");
  await note.fill("a crack at the left");
  await page.getByRole("button", { name: /^Defect/ }).click();
  await note.fill("not sent yet");
  await logInAgain(page, who);
  await expect.poll(() => sent, { timeout: LONG_MS }).toEqual([{ verdict: "defect", note: "a crack at the left" }]);
  expect(await note.inputValue()).toBe("not sent yet");
});

it("a session that ends keeps the files that wait, and sends them", async () => {
  const who = person("empty", "editor");
  const page = await browser.open("/upload", { as: who, expected: [...BROKEN, ...PASSING] });
  await seen(page.getByRole("region", { name: "Add images" }));
  await endSession(page, /\/api\/images\/presign/);
  await page.getByLabel("Images", { exact: true }).setInputFiles(twentyPictures().slice(10, 13));
  expect(await page.getByRole("link", { name: /^New/ }).count()).toBe(0);
  await logInAgain(page, who);
  await seen(page.getByRole("link", { name: "New 3" }));
});

it("an API that is away is told of, and asked again by itself", async () => {
  const page = await browser.open("/search", { as: person("collection", "viewer"), expected: AWAY });
  await seen(page.getByRole("gridcell"));
  await isAway(page);
  await page.getByRole("searchbox").fill("a boat on the sea");
  await page.keyboard.press("Enter");
  await seen(page.getByText("Semblance does not answer.", { exact: true }));
  expect(await page.getByRole("searchbox").inputValue()).toBe("a boat on the sea");
  await page.unrouteAll();
  await gone(page.getByText("Semblance does not answer.", { exact: true }));
  await seen(page.getByRole("status").filter({ hasText: /results.*best/ }));
});

it("an upload's address that expired is asked for anew", async () => {
  const page = await browser.open("/upload", {
    as: person("empty", "editor"),
    expected: [...PASSING, /^403 \/semblance\//],
  });
  await seen(page.getByRole("region", { name: "Add images" }));
  const addresses: string[] = [];
  await page.route("**/staging/**", async (route) => {
    if (route.request().method() !== "PUT") return route.fallback();
    addresses.push(new URL(route.request().url()).pathname);
    if (addresses.length > 1) return route.continue();
    const cors = { "Access-Control-Allow-Origin": "*" };
    return route.fulfill({ status: 403, headers: cors, body: "<Error><Message>Request has expired</Message></Error>" });
  });
  await page.getByLabel("Images", { exact: true }).setInputFiles(twentyPictures().slice(14, 15));
  await seen(page.getByRole("link", { name: "New 1" }));
  expect(new Set(addresses).size).toBe(2);
});
