/** No violation of WCAG 2.2 A and AA or of good practice, in the page as it is now. */
import axe from "axe-core";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

const COLOURS = ["color-contrast", "link-in-text-block"];

/** Look at the whole page; `state` names it in the report. `colours`: what a change of the theme alone can alter. */
export async function expectAccessible(page: Page, state: string, what: "all" | "colours" = "all"): Promise<void> {
  await settled(page);
  const runOnly = what === "all" ? { type: "tag", values: TAGS } : { type: "rule", values: COLOURS };
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (runOnly) => {
    const { axe: tool } = globalThis as unknown as { axe: { run: (context: object, how: object) => Promise<unknown> } };
    return tool.run(document, { runOnly, resultTypes: ["violations"] });
  }, runOnly);
  const { violations } = found as AxeResults;
  expect(violations.map(spelled).join("\n\n"), `axe, ${state}`).toBe("");
}

/** Movements that come to an end have come to it, and so have those that they set off: half-faded text has half its contrast. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const passing = () =>
      document.getAnimations().filter((one) => one.effect?.getComputedTiming().iterations !== Infinity);
    for (let calm = 0; calm < 2; calm += 1) {
      await new Promise(requestAnimationFrame);
      if (passing().length > 0) calm = 0;
      await Promise.allSettled(passing().map((one) => one.finished));
    }
  });
}

function spelled({ id, impact, help, nodes }: AxeResults["violations"][number]): string {
  const places = nodes.map((node) => {
    const why = node.failureSummary?.replaceAll(/\s*\n\s*/g, "; ") ?? "";
    return `  ${node.target.join(" ")}\n    ${node.html.slice(0, 200)}\n    ${why}`;
  });
  return [`${id} (${impact ?? "?"}): ${help}`, ...places].join("\n");
}
