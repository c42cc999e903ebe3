/** What the grid costs and what it shows, at 100,000, 2,000,000 and 10,000,000 items. Needs no stack. */
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { expectAccessible } from "./axe.ts";
import { launchBrowser } from "./launch.ts";
import { type PerfServer, servePage } from "./perf/server.ts";
import { blanks, countWork, GRID, heapOf, stepDown, watchSteps, workOf } from "./perf/walk.ts";

/** None of these is time by the clock. `bare` is the tallest strip of the view without cells while it moved, in px. */
const GATES = {
  cpuPerStep: 25,
  layoutsPerStep: 2,
  picturesPerStep: 1,
  bare: 0,
  elements: 1500,
  jumpCpu: 200,
  heap: 60,
  cls: 0.02,
};
const SPACE_BETWEEN_ROWS = 8;
const STEPS = 10;
/** A busy machine gets there too. */
const PATIENT = { timeout: 30_000 };

let browser: Browser;
let server: PerfServer;
const faults: string[] = [];
const figures: Record<string, number>[] = [];

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), servePage()]);
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});
afterAll(async () => {
  await Promise.all([browser.close(), server.stop()]);
  console.log(tableOf(figures));
});

async function open(total: number, tile = 160, look: { theme?: "light" | "dark"; width?: number } = {}): Promise<Page> {
  const viewport = { width: look.width ?? 1440, height: 900 };
  const context = await browser.newContext({ viewport, colorScheme: look.theme ?? "light" });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.addInitScript(countShifts);
  await page.goto(`${server.origin}/grid.html?total=${total}&tile=${tile}`);
  await settled(page);
  return page;
}

/** Adds up how far things moved that nobody moved. */
function countShifts() {
  const page = globalThis as unknown as { shifts: number };
  page.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) page.shifts += (entry as unknown as { value: number }).value;
  }).observe({ type: "layout-shift", buffered: true });
}

const shiftsOf = (page: Page) => page.evaluate(() => (globalThis as unknown as { shifts: number }).shifts);

/** Every cell that is in the page has its picture: nothing is under way any more. */
async function settled(page: Page): Promise<void> {
  await page.locator(GRID).waitFor();
  await expect.poll(() => blanks(page), PATIENT).toBe(0);
}

async function jumpToEnd(page: Page): Promise<void> {
  await page.locator(GRID).evaluate(async (box) => {
    box.scrollTop = box.scrollHeight;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  });
}

/** The middle of some numbers. */
const median = (numbers: readonly number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

/** The median of three walks, for one step. */
async function stepsOf(page: Page, session: CDPSession) {
  const runs: { cpu: number; layouts: number; pictures: number }[] = [];
  for (let run = 0; run < 3; run += 1) {
    const asked = server.pictures();
    const { cpu, layouts } = await workOf(session, () => stepDown(page, STEPS, 600));
    runs.push({ cpu, layouts, pictures: server.pictures() - asked });
    await settled(page);
  }
  const perStep = (name: "cpu" | "layouts" | "pictures") => median(runs.map((run) => run[name])) / STEPS;
  return { cpuPerStep: perStep("cpu"), layoutsPerStep: perStep("layouts"), picturesPerStep: perStep("pictures") };
}

/** Down, up and in great leaps, what was worst on the way. */
async function walkOf(page: Page) {
  const walks = [
    await watchSteps(page, STEPS, 600),
    await watchSteps(page, STEPS, -600),
    await watchSteps(page, 4, 4000),
  ];
  const worst = (name: "gap" | "elements") => Math.max(...walks.map((walk) => walk[name]));
  await settled(page);
  const elements = Math.max(worst("elements"), await page.locator("*").count());
  return { bare: Math.round(worst("gap")) - SPACE_BETWEEN_ROWS, elements };
}

test.each([
  [100_000, 160],
  [100_000, 96],
  [2_000_000, 160],
  [10_000_000, 160],
])("%i items in cells of about %i px", async (total, tile) => {
  const page = await open(total, tile);
  const session = await countWork(page);
  const steps = await stepsOf(page, session);
  const walk = await walkOf(page);
  const jump = await workOf(session, () => jumpToEnd(page));
  await settled(page);
  const measured = { ...steps, ...walk, jumpCpu: jump.cpu, heap: await heapOf(session), cls: await shiftsOf(page) };
  figures.push({ items: total, cell: tile, ...measured });
  const value = (name: string) => measured[name as keyof typeof GATES];
  const tooMuch = Object.entries(GATES).filter(([name, gate]) => !(value(name) <= gate));
  expect(tooMuch.map(([name, gate]) => `${name} ${value(name)}, at most ${gate}`)).toEqual([]);
  expect(await isWhollySeen(page, total - 1)).toBe(true);
});

/** Whether this item's cell is in the page, and nothing of it out of view. */
async function isWhollySeen(page: Page, index: number): Promise<boolean> {
  const [cell, grid] = await Promise.all([
    page.locator(`[data-index="${index}"]`).boundingBox(),
    page.locator(GRID).boundingBox(),
  ]);
  return cell !== null && grid !== null && cell.y >= grid.y && cell.y + cell.height <= grid.y + grid.height;
}

test("a turn of the wheel in the middle of ten million moves the cells by as many pixels, and rest moves none", async () => {
  const page = await open(10_000_000);
  const grid = page.locator(GRID);
  await grid.evaluate((box) => {
    box.scrollTop = 6_000_000;
  });
  await settled(page);
  const bar = await grid.evaluate((box) => box.scrollTop);
  const row = await page.getByRole("row").nth(6).getAttribute("aria-rowindex");
  const top = async () => (await page.locator(`[aria-rowindex="${row}"]`).boundingBox())?.y ?? Number.NaN;
  const before = await top();
  await page.mouse.move(700, 500);
  await page.mouse.wheel(0, 300);
  await expect.poll(async () => before - (await top()), PATIENT).toBe(300);
  // Once it rests, the scroll bar goes to where this place is in proportion: some twenty pixels on, not three hundred.
  await expect.poll(() => grid.evaluate((box) => box.scrollTop), PATIENT).toBeLessThan(bar + 100);
  expect(await grid.evaluate((box) => box.scrollTop)).toBeGreaterThan(bar);
  expect(before - (await top())).toBe(300);
});

test("keys reach both ends of ten million, with the focus in view, and a reload returns to the place", async () => {
  const page = await open(10_000_000);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+End");
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-index")), PATIENT)
    .toBe("9999999");
  await page.keyboard.press("PageUp");
  await page.keyboard.press("ArrowLeft");
  const focused = await page.evaluate(() => document.activeElement?.getAttribute("data-index"));
  await page.reload();
  await settled(page);
  const cell = page.locator(`[data-index="${focused}"]`);
  expect(await cell.getAttribute("tabindex")).toBe("0");
  await expect.poll(async () => (await cell.boundingBox())?.y ?? -1, PATIENT).toBeGreaterThanOrEqual(0);
  await cell.focus();
  await page.keyboard.press("Control+Home");
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-index")), PATIENT).toBe("0");
  expect(await page.locator(GRID).evaluate((box) => box.scrollTop)).toBe(0);
});

test.each([
  ["light", 1440],
  ["dark", 320],
] as const)("it is accessible, %s, at %i px", async (theme, width) => {
  const page = await open(100_000, 160, { theme, width });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Shift+ArrowRight");
  await expectAccessible(page, "grid with a selection");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});

test("nothing above did wrong", () => {
  expect(faults).toEqual([]);
});

function tableOf(rows: readonly Record<string, number>[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.padStart(15)).join(" | ")} |`;
  const spelled = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 2 });
  return ["", line(Object.keys(rows[0] ?? {})), ...rows.map((row) => line(Object.values(row).map(spelled)))].join("\n");
}
