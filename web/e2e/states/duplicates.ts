/** The states of /dedupe and of the review of one group. */
import type { Page } from "playwright-core";

import { AWAY, answers, BROKEN, isAway, neverAnswers, refuses } from "../faking";
import { seen } from "../patience";
import { answerFor } from "../session";
import { person } from "../stack";
import { EDITOR, gridFilled, NEWCOMER, press, shows, type State, VIEWER } from "./state";

const MISSING = `/dedupe/${"0".repeat(32)}`;

/** The review of the largest group. */
async function reviewPath(): Promise<string> {
  const { groups } = await answerFor<{ groups: { group_id: string; size: number }[] }>(
    person("collection", "viewer"),
    "/api/duplicates/groups?limit=50",
  );
  const largest = groups.toSorted((one, other) => other.size - one.size)[0];
  if (!largest) throw new Error("the collection has no group");
  return `/dedupe/${largest.group_id}`;
}

const compared = (name: string) => async (page: Page) => {
  await seen(page.getByRole("list", { name: "Images of the group" }));
  await press(page, name);
  await seen(page.getByRole("button", { name, pressed: true }));
};

const gallery = { path: "/dedupe", who: EDITOR } as const;

export const duplicateStates: readonly State[] = [
  {
    name: "duplicates, never detected",
    path: "/dedupe",
    who: NEWCOMER,
    expected: BROKEN,
    arrive: shows("Nobody has looked for duplicates yet"),
  },
  {
    name: "duplicates, never detected, viewer",
    path: "/dedupe",
    who: ["empty", "viewer"],
    expected: BROKEN,
    arrive: shows("Nobody has looked for duplicates yet"),
  },
  { ...gallery, name: "duplicates, gallery", arrive: gridFilled },
  { ...gallery, name: "duplicates, gallery for a viewer", who: VIEWER, arrive: gridFilled },
  {
    ...gallery,
    name: "duplicates, waiting",
    prepare: neverAnswers(/\/api\/(near-duplicates|duplicates)/),
    arrive: (page) => seen(page.getByRole("heading", { name: "Duplicates" })),
  },
  {
    ...gallery,
    name: "duplicates, an error",
    prepare: refuses(/\/api\/duplicates\/groups/),
    expected: BROKEN,
    arrive: (page) => seen(page.getByRole("alert").getByText("Try again")),
  },
  {
    ...gallery,
    name: "duplicates, the API is away",
    prepare: isAway,
    expected: AWAY,
    arrive: shows("Semblance does not answer."),
  },
  { ...gallery, name: "duplicates, none fits", path: "/dedupe?tag=nothing-has-this", arrive: shows("No group fits") },
  {
    ...gallery,
    name: "duplicates, all reviewed",
    prepare: answers(/\/api\/duplicates\/groups\?/, { groups: [], next_cursor: null }),
    arrive: shows(/No near-duplicates at/),
  },
  {
    ...gallery,
    name: "duplicates, a group beside the gallery",
    arrive: async (page) => {
      await gridFilled(page);
      await page.getByRole("gridcell").first().click();
      await seen(page.getByRole("complementary", { name: "Images of the group" }).getByRole("gridcell"));
    },
  },
  {
    ...gallery,
    name: "duplicates, the rules",
    arrive: async (page) => {
      await gridFilled(page);
      await press(page, /Resolve by a rule/);
      await seen(page.getByRole("button", { name: /^Discard \d/ }));
    },
  },
  {
    ...gallery,
    name: "duplicates, the export",
    arrive: async (page) => {
      await press(page, "Export");
      await seen(page.getByRole("dialog"));
    },
  },
  {
    ...gallery,
    name: "duplicates, tags for some",
    arrive: async (page) => {
      await gridFilled(page);
      await page.getByRole("gridcell").first().press("Space");
      await press(page, /^Tag/);
      await seen(page.getByRole("dialog"));
    },
  },
  ...(["Side by side", "Flicker", "Split", "Difference", "Up to four"] as const).map((name) => ({
    name: `one group, ${name.toLowerCase()}`,
    path: reviewPath,
    who: EDITOR,
    arrive: compared(name),
  })),
  {
    name: "one group, not there",
    path: MISSING,
    who: EDITOR,
    expected: BROKEN,
    arrive: shows("This group is not there any more"),
  },
  {
    name: "one group, an error",
    path: MISSING,
    who: EDITOR,
    prepare: refuses(/\/api\/duplicates\/groups\/0/),
    expected: BROKEN,
    arrive: (page) => seen(page.getByRole("alert").getByText("Try again")),
  },
];
