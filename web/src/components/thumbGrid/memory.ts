/** Where the grid stood, by a key of its question, for as long as the tab lives: what Back returns to. */

export interface Standing {
  /** The first item in view. */
  index: number;
  /** How many pixels of its row are above the view. */
  into: number;
}

export interface Remembered extends Standing {
  /** The item that had the focus. */
  active: number;
}

/** What one grid remembers, and whether it has returned there. */
export class Memory {
  #key: string | undefined;
  #isNew = true;
  #awaited: Remembered | undefined;

  /** The grid shows what this key stands for. Returns whether it showed something else before. */
  turnTo(key: string | undefined): boolean {
    const isOther = this.#isNew || this.#key !== key;
    this.#isNew = false;
    this.#key = key;
    if (isOther) this.#awaited = key === undefined ? undefined : recall(key);
    return isOther;
  }

  /** The place to return to, once, as soon as there are any items. */
  take(total: number): Remembered | undefined {
    if (total === 0) return undefined;
    const found = this.#awaited;
    this.#awaited = undefined;
    return found && found.index < total ? { ...found, active: Math.min(found.active, total - 1) } : undefined;
  }

  /** A grid that has not yet returned to where it stood does not forget it. */
  keep(standing: Standing, active: number): void {
    if (this.#key !== undefined && !this.#awaited) remember(this.#key, { ...standing, active });
  }
}

const nameOf = (key: string) => `grid:${key}`;
const isCount = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value) && value >= 0;

function recall(key: string): Remembered | undefined {
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
function remember(key: string, place: Remembered): void {
  try {
    sessionStorage.setItem(nameOf(key), JSON.stringify(place));
  } catch {
    return;
  }
}
