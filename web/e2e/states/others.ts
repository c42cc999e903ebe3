/** The states of /images/$id, /settings, /login, and of what may stand over any view. */
import type { Page } from "playwright-core";

import { answers, AWAY, BROKEN, isAway, neverAnswers, refuses, together } from "../faking";
import { seen } from "../patience";
import { answerFor } from "../session";
import { person } from "../stack";
import { EDITOR, shows, type State, VIEWER } from "./state";

const MISSING = "/images/01ARZ3NDEKTSV4RRFFQ69G5FAV";

async function imagePath(): Promise<string> {
  const { images } = await answerFor<{ images: { image_id: string }[] }>(person("collection", "viewer"), "/api/images");
  return `/images/${images[0]?.image_id ?? ""}`;
}

const onTab = (name: string) => async (page: Page) => {
  await page.getByRole("tab", { name }).click();
  await seen(page.getByRole("tab", { name, selected: true }));
  await page.waitForLoadState("networkidle");
};

export const otherStates: readonly State[] = [
  { name: "log-in", path: "/login", arrive: (page) => seen(page.getByLabel("Password")) },
  {
    name: "log-in, the API is away",
    path: "/login",
    prepare: isAway,
    expected: AWAY,
    arrive: async (page) => {
      await page.getByLabel("Username").fill("mia@acme");
      await page.getByLabel("Password").fill("a word");
      await page.keyboard.press("Enter");
      await seen(page.getByText(/does not answer/));
    },
  },
  { name: "no such page", path: "/nowhere", who: EDITOR, arrive: shows("There is no such page") },
  { name: "settings", path: "/settings", who: EDITOR, arrive: (page) => seen(page.getByText("Appearance")) },
  ...["Similar", "Payload", "Quality", "Groups", "Feedback"].map((tab) => ({
    name: `image, ${tab.toLowerCase()}`,
    path: imagePath,
    who: tab === "Feedback" ? EDITOR : VIEWER,
    expected: BROKEN,
    arrive: onTab(tab),
  })),
  { name: "image, not there", path: MISSING, who: EDITOR, expected: BROKEN, arrive: shows("This image is not here") },
  {
    name: "image, waiting",
    path: MISSING,
    who: EDITOR,
    prepare: neverAnswers(/\/api\/images\/01/),
    arrive: (page) => seen(page.getByRole("heading", { level: 1 })),
  },
  {
    name: "image, an error",
    path: MISSING,
    who: EDITOR,
    prepare: refuses(/\/api\/images\/01/),
    expected: BROKEN,
    arrive: (page) => seen(page.getByRole("alert").getByText("Try again")),
  },
  {
    name: "the session ended",
    path: "/search",
    who: EDITOR,
    prepare: together(answers(/\/api\/images\?/, { title: "Not authentic", type: "/problems/not-authentic" }, 401)),
    expected: BROKEN,
    arrive: (page) => seen(page.getByRole("dialog", { name: "Log in again" })),
  },
];
