/** Moves the grid in a browser and counts what that took. */
import type { CDPSession, Page } from "playwright-core";

export const GRID = '[role="grid"]';

/** What the main thread did: milliseconds of its own processor time, and how often. */
export interface Work {
  cpu: number;
  layouts: number;
  styles: number;
}

/** Processor time of the main thread, so that what else runs on the machine does not count. */
export async function countWork(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return session;
}

export async function workOf(session: CDPSession, act: () => Promise<void>): Promise<Work> {
  const before = await metrics(session);
  await act();
  const after = await metrics(session);
  const spent = (name: string) => (after.get(name) ?? Number.NaN) - (before.get(name) ?? Number.NaN);
  return { cpu: spent("TaskDuration") * 1000, layouts: spent("LayoutCount"), styles: spent("RecalcStyleCount") };
}

/** Megabytes that the page's scripts still hold. */
export async function heapOf(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  return ((await metrics(session)).get("JSHeapUsedSize") ?? Number.NaN) / 1e6;
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

/** The same, looking in every frame for the tallest strip of the view without cells or their boxes, and for the most elements. */
export async function watchSteps(page: Page, steps: number, by: number): Promise<{ gap: number; elements: number }> {
  return page.locator(GRID).evaluate(
    async (box, { steps, by }) => {
      const worst = { gap: 0, elements: 0 };
      for (let step = 0; step < steps; step += 1) {
        box.scrollTop += by;
        await new Promise((resolve) => requestAnimationFrame(resolve));
        const { top, bottom } = box.getBoundingClientRect();
        const rows = [...(box.firstElementChild?.children ?? [])].map((row) => row.getBoundingClientRect());
        let covered = top;
        for (const row of rows.toSorted((a, b) => a.top - b.top)) {
          if (row.bottom <= top || row.top >= bottom) continue;
          worst.gap = Math.max(worst.gap, row.top - covered);
          covered = row.bottom;
        }
        worst.gap = Math.max(worst.gap, bottom - covered);
        worst.elements = Math.max(worst.elements, document.querySelectorAll("*").length);
      }
      return worst;
    },
    { steps, by },
  );
}

/** How many cells in the page have no picture, and rows no cells yet. */
export async function blanks(page: Page): Promise<number> {
  return page.locator(GRID).evaluate((box) => {
    const rows = [...(box.firstElementChild?.children ?? [])];
    const isPainted = (image: HTMLImageElement | null) => image !== null && image.complete && image.naturalWidth > 0;
    const blankIn = (row: Element) => [...row.children].filter((cell) => !isPainted(cell.querySelector("img"))).length;
    return rows.length === 0 ? 1 : rows.reduce((sum, row) => sum + (row.children.length === 0 ? 1 : blankIn(row)), 0);
  });
}
