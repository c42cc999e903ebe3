/** The states of /anomalies. */
import type { Page } from "playwright-core";

import { AWAY, answers, BROKEN, isAway, neverAnswers, refuses, together } from "../faking";
import { seen } from "../patience";
import { EDITOR, NEWCOMER, press, shows, type State, VIEWER } from "./state";

const QUEUE = "/anomalies?dataset=landscapes&flagged=false";
const LIST = /\/api\/qa\/anomalies\?/;
const SCORED = { dataset_id: null, generation: 1, model_version: "1", k: 10, needed: 11, exact: true, references: 0 };
const TIMES = { started_at: "2026-03-01T12:00:00Z", finished_at: "2026-03-01T12:00:09Z" };
const RUN = {
  ...SCORED,
  ...TIMES,
  images: 40,
  scored: 40,
  enough: true,
  fences: { knn: 0.6 },
  reach: 0.1,
  flagged: {},
};

const run = (more: object) =>
  answers(LIST, { run: { ...RUN, job_id: null, ...more }, anomalies: [], next_cursor: null });
const NOBODY = { by_verdict: {}, by_reviewer: {}, pairs: 0, agreement: null };
const progress = (more: object) =>
  answers(/\/review-progress/, {
    method: "knn",
    flagged: 0,
    reviewed: 0,
    left: 0,
    budget: 50,
    tonight: 0,
    ...NOBODY,
    ...more,
  });

async function candidate(page: Page): Promise<void> {
  await seen(page.getByRole("region", { name: "Candidate" }).getByRole("link"));
}

const streamed = (page: Page) =>
  page.route(/\/score\/progress/, (route) =>
    route.fulfill({
      headers: { "Content-Type": "text/event-stream" },
      body: 'retry: 60000\n\nid: 1\nevent: progress\ndata: {"status":"scoring","progress":0.4,"scored":16,"total":40,"flagged":0,"message":"reading vectors"}\n\n',
    }),
  );

export const anomalyStates: readonly State[] = [
  { name: "anomalies, queue", path: QUEUE, who: EDITOR, arrive: candidate },
  { name: "anomalies, queue for a viewer", path: QUEUE, who: VIEWER, arrive: candidate },
  {
    name: "anomalies, list",
    path: `${QUEUE}&view=list`,
    who: EDITOR,
    arrive: async (page) => {
      await page.getByRole("row").getByRole("checkbox").first().check();
      await seen(page.getByText("1 selected"));
    },
  },
  {
    name: "anomalies, waiting",
    path: "/anomalies",
    who: EDITOR,
    prepare: neverAnswers(/\/api\/qa\//),
    arrive: (page) => seen(page.getByRole("status", { name: "The queue is being loaded" })),
  },
  {
    name: "anomalies, an error",
    path: "/anomalies",
    who: EDITOR,
    prepare: refuses(/\/api\/qa\//),
    expected: BROKEN,
    arrive: (page) => seen(page.getByRole("alert").getByText("Try again")),
  },
  {
    name: "anomalies, the API is away",
    path: "/anomalies",
    who: EDITOR,
    prepare: isAway,
    expected: AWAY,
    arrive: shows("Semblance does not answer."),
  },
  {
    name: "anomalies, never scored",
    path: "/anomalies",
    who: NEWCOMER,
    expected: BROKEN,
    arrive: shows("Nothing has been scored here yet"),
  },
  {
    name: "anomalies, too few images",
    path: "/anomalies",
    who: EDITOR,
    prepare: run({ enough: false, images: 5, scored: 0, fences: {} }),
    arrive: shows(/5 of the 11 that are needed/),
  },
  {
    name: "anomalies, nothing flagged",
    path: "/anomalies",
    who: EDITOR,
    prepare: together(run({ flagged: { lof: 4 } }), progress({})),
    arrive: shows(/No score is above the fence/),
  },
  {
    name: "anomalies, all reviewed",
    path: "/anomalies",
    who: EDITOR,
    prepare: together(
      run({}),
      progress({ flagged: 4, reviewed: 4, by_verdict: { defect: 3, normal: 1 }, agreement: 0.8, pairs: 3 }),
    ),
    arrive: shows("All of it is reviewed"),
  },
  {
    name: "anomalies, scoring",
    path: "/anomalies",
    who: EDITOR,
    prepare: together(
      run({ job_id: "5f0c0000-0000-4000-8000-000000000003" }),
      progress({}),
      streamed,
      answers(/\/api\/jobs\//, { state: "running", pause_requested: false }),
    ),
    arrive: shows(/16 of 40 images/),
  },
  {
    name: "anomalies, the budget",
    path: QUEUE,
    who: EDITOR,
    arrive: async (page) => {
      await press(page, "Change the budget");
      await seen(page.getByRole("dialog", { name: "Budget for a night" }));
    },
  },
  {
    name: "anomalies, many refused",
    path: `${QUEUE}&view=list`,
    who: EDITOR,
    prepare: refuses(/\/review\?/),
    expected: BROKEN,
    arrive: async (page) => {
      await page.getByRole("row").getByRole("checkbox").first().check();
      await press(page, "Defect");
      await seen(page.getByRole("button", { name: "Try these again" }));
    },
  },
];
