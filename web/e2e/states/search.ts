/** The states of /search. */
import { gone, seen } from "../patience";
import { AWAY, answers, BROKEN, isAway, neverAnswers, refuses } from "../faking";
import { EDITOR, gridFilled, has, NEWCOMER, press, shows, type State, VIEWER } from "./state";

const SIMILAR = /\/api\/search\/similar/;
const WORDS = "/search?q=a+red+circle";

export const searchStates: readonly State[] = [
  { name: "search, newest images", path: "/search", who: EDITOR, arrive: gridFilled },
  { name: "search, nothing uploaded", path: "/search", who: NEWCOMER, arrive: shows("No images yet") },
  { name: "search, nothing for a viewer", path: "/search", who: ["empty", "viewer"], arrive: shows("No images yet") },
  { name: "search, results", path: WORDS, who: EDITOR, arrive: gridFilled },
  {
    name: "search, waiting",
    path: WORDS,
    who: EDITOR,
    prepare: neverAnswers(SIMILAR),
    arrive: shows("Searching …"),
  },
  {
    name: "search, an error",
    path: WORDS,
    who: EDITOR,
    prepare: refuses(SIMILAR),
    expected: BROKEN,
    arrive: has("alert"),
  },
  {
    name: "search, no results",
    path: `${WORDS}&min=990`,
    who: EDITOR,
    arrive: shows(/Nothing scores/),
  },
  {
    name: "search, filtered away",
    path: `/search?tags=%5B%22nothing-has-this%22%5D`,
    who: EDITOR,
    arrive: shows("No image passes these filters"),
  },
  {
    name: "search, the API is away",
    path: "/search",
    who: EDITOR,
    prepare: isAway,
    expected: AWAY,
    arrive: shows("Semblance does not answer."),
  },
  {
    name: "search, the detail open",
    path: WORDS,
    who: EDITOR,
    arrive: async (page) => {
      await gridFilled(page);
      await page.getByRole("gridcell").first().click();
      await seen(page.getByRole("list", { name: "Similar images" }).getByRole("link"));
    },
  },
  {
    name: "search, the filters open",
    path: "/search",
    who: EDITOR,
    arrive: async (page) => {
      await press(page, "Filters");
      await seen(page.getByRole("dialog"));
    },
  },
  {
    name: "search, some selected",
    path: WORDS,
    who: VIEWER,
    arrive: async (page) => {
      await gridFilled(page);
      await page.getByRole("gridcell").first().press("Space");
      await seen(page.getByRole("region", { name: "Selection" }));
    },
  },
  {
    name: "search, by image",
    path: "/search?mode=image",
    who: EDITOR,
    arrive: shows("Choose a picture"),
  },
  {
    name: "search, a mark with its toast",
    path: WORDS,
    who: EDITOR,
    prepare: answers(/\/api\/feedback$/, { feedback_id: "5f0c0000-0000-4000-8000-000000000009" }, 201),
    arrive: async (page) => {
      await gridFilled(page);
      await page.getByRole("gridcell").first().press("y");
      await seen(page.getByRole("button", { name: "Undo" }));
    },
  },
  {
    name: "search, the shortcuts",
    path: "/search",
    who: EDITOR,
    arrive: async (page) => {
      await gridFilled(page);
      await page.keyboard.press("?");
      await seen(page.getByRole("dialog", { name: "Shortcuts of this page" }));
    },
  },
  {
    name: "search, the account's menu",
    path: "/search",
    who: EDITOR,
    arrive: async (page) => {
      await gridFilled(page);
      await press(page, /^Account/);
      await seen(page.getByRole("button", { name: "Log out" }));
    },
  },
  {
    name: "search, the history open",
    path: "/search",
    who: NEWCOMER,
    arrive: async (page) => {
      await press(page, "What you did");
      await seen(page.getByText("Nothing yet"));
      await gone(page.getByRole("status", { name: "Loading what you did" }));
    },
  },
];
