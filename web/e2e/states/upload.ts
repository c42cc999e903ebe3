/** The states of /upload. */
import { dropFiles } from "../dropping";
import { seen } from "../patience";
import { twentyPictures } from "../twenty";
import { neverAnswers } from "../faking";
import { NEWCOMER, press, shows, type State, VIEWER } from "./state";
import type { Page } from "playwright-core";

async function dropTwo(page: Page): Promise<void> {
  const zone = page.getByRole("region", { name: "Add images" });
  await seen(zone);
  await dropFiles(page, zone, twentyPictures().slice(0, 2));
  await seen(page.getByRole("region", { name: "Progress" }));
}

export const uploadStates: readonly State[] = [
  { name: "upload, empty", path: "/upload", who: NEWCOMER, arrive: shows("Drop images or folders") },
  { name: "upload, not for viewers", path: "/upload", who: VIEWER, arrive: shows("Your role does not let you") },
  {
    name: "upload, under way",
    path: "/upload",
    who: NEWCOMER,
    prepare: neverAnswers(/\/api\/images\/(presign|ingest)/),
    arrive: dropTwo,
  },
  {
    name: "upload, asked whether to cancel",
    path: "/upload",
    who: NEWCOMER,
    prepare: neverAnswers(/\/api\/images\/(presign|ingest)/),
    arrive: async (page) => {
      await dropTwo(page);
      await press(page, "Cancel the rest");
      await seen(page.getByRole("dialog", { name: "Cancel the rest?" }));
    },
  },
];
