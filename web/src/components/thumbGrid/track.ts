/** Follows the scroll bar of one box: which rows must be in the page now, and where they stand. */
import { type Gate } from "./gate";
import { type Layout, clamp, offsetToShow, rowOf, rowsToKeep, type Span, topOf, visibleRows } from "./geometry";
import { Memory, type Remembered, type Standing } from "./memory";
import { follow, physicalOf, type Place, type Scale, scaleOf } from "./scrollScale";

const REST_MS = 120;

/** Rows in the page, and how far their places in the grid are from those in the box. */
export interface View extends Span {
  shift: number;
}

interface Listener {
  /** `isUrgent`: somebody scrolled, and what is in view is not in the page yet. */
  onView: (view: View, isUrgent: boolean) => void;
  onRest: () => void;
}

export class Track {
  readonly #box: HTMLElement;
  readonly #gate: Gate;
  readonly #listener: Listener;
  readonly #memory = new Memory();
  #place: Place = { physical: 0, virtual: 0 };
  #direction: 1 | -1 = 1;
  #layout: Layout | undefined;
  #scale: Scale | undefined;
  #view: View | undefined;
  #stopWaiting: () => void = () => undefined;

  constructor(box: HTMLElement, gate: Gate, listener: Listener) {
    this.#box = box;
    this.#gate = gate;
    this.#listener = listener;
  }

  /** Listens from now on. Returns what ends it. */
  start(): () => void {
    const listen = (event: Event) => this.#onScroll(event.timeStamp);
    this.#box.addEventListener("scroll", listen, { passive: true });
    return () => {
      this.#stopWaiting();
      this.#box.removeEventListener("scroll", listen);
    };
  }

  /** The first item in view, and how many pixels of its row are above the view. */
  standing(): Standing | undefined {
    if (!this.#layout || this.#layout.total === 0) return undefined;
    if (this.#place.virtual === 0) return { index: 0, into: 0 };
    const row = Math.min(visibleRows(this.#layout, this.#place.virtual).first, this.#layout.rows - 1);
    return { index: row * this.#layout.columns, into: Math.max(0, this.#place.virtual - topOf(this.#layout, row)) };
  }

  /**
   * The cells lie otherwise now. What was at the upper edge stays there; under a new key the grid goes to where the tab
   * remembers it, as soon as there is anything, or to the top. Returns what the tab remembers, once it is there again.
   */
  relayout(layout: Layout, key: string | undefined): Remembered | undefined {
    const isOther = this.#memory.turnTo(key);
    const found = this.#memory.take(layout.total);
    const standing = found ?? (isOther ? undefined : this.standing());
    this.#layout = layout;
    this.#scale = scaleOf(layout.extent, layout.height);
    this.#goTo(standing ? offsetOf(layout, standing) : 0);
    return found;
  }

  /** Has the tab remember where the grid stands. */
  keep(active: number): void {
    const standing = this.standing();
    if (standing) this.#memory.keep(standing, active);
  }

  /** Moves no further than it must for the whole row of this item to be seen. */
  show(index: number): void {
    if (!this.#layout) return;
    const offset = offsetToShow(this.#layout, this.#place.virtual, rowOf(this.#layout, index));
    if (offset === this.#place.virtual) return;
    this.#moved(offset - this.#place.virtual, performance.now(), this.#layout);
    this.#goTo(offset);
  }

  #goTo(virtual: number): void {
    if (!this.#scale) return;
    const offset = clamp(virtual, 0, this.#scale.virtualEnd);
    this.#direction = offset < this.#place.virtual ? -1 : 1;
    this.#put(offset, physicalOf(this.#scale, offset));
    this.#tell(false);
  }

  /** Sets the scroll bar. The event that follows finds it where it is known to be, and does nothing. */
  #put(virtual: number, physical: number): void {
    if (this.#box.scrollTop !== physical) this.#box.scrollTop = physical;
    this.#place = { virtual, physical };
  }

  #onScroll(at: number): void {
    if (!this.#scale || !this.#layout) return;
    const physical = clamp(this.#box.scrollTop, 0, this.#scale.physicalEnd);
    const next = follow(this.#scale, this.#place, physical);
    const distance = next.virtual - this.#place.virtual;
    if (distance !== 0) this.#direction = distance < 0 ? -1 : 1;
    if (next.physical === physical) this.#place = next;
    else this.#put(next.virtual, next.physical);
    this.#moved(distance, at, this.#layout);
    this.#tell(true);
  }

  #moved(distance: number, at: number, layout: Layout): void {
    if (distance !== 0) this.#gate.sample(distance, at, layout.height);
    this.#stopWaiting();
    this.#stopWaiting = afterPause(() => this.#rest());
  }

  /** Nobody moves it: the scroll bar goes to where it belongs for this place, and pictures are asked for. */
  #rest(): void {
    if (this.#scale) this.#put(this.#place.virtual, physicalOf(this.#scale, this.#place.virtual));
    this.#tell(true);
    this.#gate.rest();
    this.#listener.onRest();
  }

  #tell(isScroll: boolean): void {
    if (!this.#layout) return;
    const span = rowsToKeep(this.#layout, this.#place.virtual, this.#direction);
    const view = { ...span, shift: this.#place.virtual - this.#place.physical };
    const old = this.#view;
    if (old && old.first === view.first && old.last === view.last && old.shift === view.shift) return;
    const seen = visibleRows(this.#layout, this.#place.virtual);
    const isCovered = old && seen.first >= old.first && seen.last <= old.last && old.shift === view.shift;
    this.#view = view;
    this.#listener.onView(view, isScroll && !isCovered);
  }
}

function offsetOf(layout: Layout, { index, into }: Standing): number {
  const isTop = index === 0 && into === 0;
  return isTop ? 0 : topOf(layout, rowOf(layout, index)) + Math.min(into, layout.pitch);
}

/** Calls after a pause in which the browser drew twice: one that is too busy to scroll does not count as resting. */
function afterPause(call: () => void): () => void {
  let frame = 0;
  const onFrame = (next: () => void) => {
    frame = requestAnimationFrame(next);
  };
  const timer = setTimeout(() => onFrame(() => onFrame(call)), REST_MS);
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
}
