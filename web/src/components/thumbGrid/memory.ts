/** Where the grid stood, by a key of its question, for as long as the tab lives: what Back returns to. */

export interface Remembered {
  /** The first item in view. */
  index: number;
  /** How many pixels of its row are above the view. */
  into: number;
  /** The item that had the focus. */
  active: number;
}

const isCount = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;

export function recall(key: string): Remembered | undefined {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(nameOf(key)) ?? "null");
    if (typeof kept !== "object" || kept === null) return undefined;
    const { index, into, active } = kept as Record<string, unknown>;
    return isCount(index) && isCount(into) && isCount(active) ? { index, into, active } : undefined;
  } catch {
    return undefined;
  }
}

/** Without storage (it is full, or switched off) the grid forgets, and nothing else happens. */
export function remember(key: string, place: Remembered): void {
  try {
    sessionStorage.setItem(nameOf(key), JSON.stringify(place));
  } catch {
    return;
  }
}

const nameOf = (key: string) => `grid:${key}`;
