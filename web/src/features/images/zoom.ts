/** Where a picture stands in its box: how large, and how far moved from the middle. Scale 1 is the whole picture fitted. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface View {
  readonly scale: number;
  /** Pixels of the box from its middle to the picture's. */
  readonly x: number;
  readonly y: number;
}

export interface Frame {
  readonly box: Size;
  /** The picture's own pixels. */
  readonly picture: Size;
}

export const FITTED: View = { scale: 1, x: 0, y: 0 };
export const STEP = 1.25;

const MOST = 8;

/** How large the picture is when the whole of it is shown. */
export function fitted({ box, picture }: Frame): Size {
  if (picture.width <= 0 || picture.height <= 0) return { width: 0, height: 0 };
  const share = Math.min(box.width / picture.width, box.height / picture.height);
  return { width: picture.width * share, height: picture.height * share };
}

/** The scale at which a pixel of the picture is one of the page. */
export function oneToOne(frame: Frame): number {
  const { width } = fitted(frame);
  return width > 0 ? frame.picture.width / width : 1;
}

/** Enlarge by a factor, so that what is under the point (from the box's middle) stays there. */
export function zoomed(view: View, frame: Frame, factor: number, at: { x: number; y: number } = { x: 0, y: 0 }): View {
  return scaledTo(view, frame, view.scale * factor, at);
}

/** Enlarge to a scale. */
export function scaledTo(view: View, frame: Frame, scale: number, at = { x: 0, y: 0 }): View {
  const own = oneToOne(frame);
  const held = Math.min(Math.max(scale, Math.min(1, own)), Math.max(MOST, own * 4));
  const grows = held / view.scale;
  return inside({ scale: held, x: at.x - (at.x - view.x) * grows, y: at.y - (at.y - view.y) * grows }, frame);
}

/** Move, as far as there is something to see. */
export function moved(view: View, frame: Frame, by: { x: number; y: number }): View {
  return inside({ scale: view.scale, x: view.x + by.x, y: view.y + by.y }, frame);
}

/** How much of the picture does not fit on each side. */
function inside(view: View, frame: Frame): View {
  const { width, height } = fitted(frame);
  const spareX = Math.max(0, (width * view.scale - frame.box.width) / 2);
  const spareY = Math.max(0, (height * view.scale - frame.box.height) / 2);
  return { scale: view.scale, x: within(view.x, spareX), y: within(view.y, spareY) };
}

function within(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value)) + 0;
}
