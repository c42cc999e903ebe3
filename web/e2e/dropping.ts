/** Drops files from the disk on a page as a person does: by the browser's own drag, not by an event that was made up. */
import type { Locator, Page } from "playwright-core";

/** Drag these files over the middle of `target`, and let go. */
export async function dropFiles(page: Page, target: Locator, files: readonly string[]): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error("there is nothing to drop on");
  const at = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  const client = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const)
    await client.send("Input.dispatchDragEvent", {
      type,
      ...at,
      data: { items: [], files: [...files], dragOperationsMask: 1 },
    });
  await client.detach();
}
