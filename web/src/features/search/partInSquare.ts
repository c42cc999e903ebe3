/** Where a part of a picture lies in its square thumbnail, of which the middle is shown. Pure. */

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Edges in percent of the square. */
export function partInSquare({ left, top, right, bottom }: Box, { width, height }: { width: number; height: number }) {
  const side = Math.min(width, height) || 1;
  const x = (share: number) => (share * width - (width - side) / 2) / side;
  const y = (share: number) => (share * height - (height - side) / 2) / side;
  const [from, to] = [x(left), x(right)];
  const [above, below] = [y(top), y(bottom)];
  return {
    left: `${from * 100}%`,
    top: `${above * 100}%`,
    width: `${(to - from) * 100}%`,
    height: `${(below - above) * 100}%`,
  };
}
