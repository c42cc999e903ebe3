/** Where one looks at pictures that are looked at together: pure numbers, in shares of the pane. */

export interface View {
  scale: number;
  /** Where the picture's corner lies; 0 and 0 when all of it is shown. */
  x: number;
  y: number;
}

export const FIT: View = { scale: 1, x: 0, y: 0 };
export const STEP = 1.4;
const CLOSEST = 24;

/** Closer or farther by a factor; what is at (px, py) stays there. */
export function zoomed(view: View, factor: number, px = 0.5, py = 0.5): View {
  const scale = Math.min(CLOSEST, Math.max(1, view.scale * factor));
  const ratio = scale / view.scale;
  return held({ scale, x: px - (px - view.x) * ratio, y: py - (py - view.y) * ratio });
}

/** Moved by shares of the pane. */
export function panned(view: View, dx: number, dy: number): View {
  return held({ ...view, x: view.x + dx, y: view.y + dy });
}

/** No edge comes inside the pane. */
function held({ scale, x, y }: View): View {
  const least = 1 - scale;
  const within = (at: number) => Math.min(0, Math.max(least, at)) + 0;
  return { scale, x: within(x), y: within(y) };
}

/** As a CSS transform of something that fills the pane and grows from its corner. */
export function transformOf({ scale, x, y }: View): string {
  return `translate(${rounded(x * 100)}%, ${rounded(y * 100)}%) scale(${rounded(scale)})`;
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
