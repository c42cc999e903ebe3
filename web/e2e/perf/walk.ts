/** Moves the grid in a browser and counts what that took. */
import type { CDPSession, Page } from "playwright-core";

export const GRID = '[role="grid"]';

/** What the main thread did, in seconds of its own processor time, and how often. */
export interface Work {
  cpu: number;
  layouts: number;
  styles: number;
}

export async function workOf(session: CDPSession, act: () => Promise<void>): Promise<Work> {
  const before = await metrics(session);
  await act();
  const after = await metrics(session);
  const spent = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  return { cpu: spent("TaskDuration"), layouts: spent("LayoutCount"), styles: spent("RecalcStyleCount") };
}

/** Processor time of the main thread, so that what else runs on the machine does not count. */
export async function countWork(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return session;
}

export async function heapOf(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  return (await metrics(session)).get("JSHeapUsedSize") ?? Number.NaN;
}

async function metrics(session: CDPSession): Promise<Map<string, number>> {
  const answer = await session.send("Performance.getMetrics");
  return new Map(answer.metrics.map(({ name, value }) => [name, value]));
}

/** Scrolls so many times by so many pixels, two frames each. */
export async function stepDown(page: Page, steps: number, by: number): Promise<void> {
  await page.locator(GRID).evaluate(
    async (box, { steps, by }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      for (let step = 0; step < steps; step += 1) {
        box.scrollTop += by;
        await frame();
        await frame();
      }
    },
    { steps, by },
  );
}

/** The same, looking after every frame how much of the view has no cells: the most pixels found. */
export async function gapWhileStepping(page: Page, steps: number, by: number): Promise<number> {
  return page.locator(GRID).evaluate(
    async (box, { steps, by }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      let worst = 0;
      for (let step = 0; step < steps; step += 1) {
        box.scrollTop += by;
        await frame();
        const { top, bottom } = box.getBoundingClientRect();
        const rows = [...box.querySelectorAll('[role="row"]')].map((row) => row.getBoundingClientRect());
        let covered = top;
        for (const row of rows.toSorted((a, b) => a.top - b.top)) {
          if (row.bottom <= top || row.top >= bottom) continue;
          worst = Math.max(worst, row.top - covered);
          covered = row.bottom;
        }
        worst = Math.max(worst, bottom - covered);
      }
      return worst;
    },
    { steps, by },
  );
}

/** Until the grid stands still and every picture in view is there: how many cells in view have none. */
export async function blankWhenSettled(page: Page): Promise<number> {
  const blanks = () =>
    page.locator(GRID).evaluate((box) => {
      const { top, bottom } = box.getBoundingClientRect();
      return [...box.querySelectorAll('[role="gridcell"]')].filter((cell) => {
        const place = cell.getBoundingClientRect();
        const image = cell.querySelector("img");
        return place.bottom > top && place.top < bottom && !(image?.complete && image.naturalWidth > 0);
      }).length;
    });
  const until = Date.now() + 15_000;
  let blank = await blanks();
  while (blank > 0 && Date.now() < until) {
    await page.waitForTimeout(50);
    blank = await blanks();
  }
  return blank;
}
