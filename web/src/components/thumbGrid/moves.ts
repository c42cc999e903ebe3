/** Where the arrow keys and their like lead in the grid. */
import { clamp } from "./geometry";

export interface Board {
  columns: number;
  total: number;
  /** Whole rows in view. */
  pageRows: number;
}

type Move = (index: number, board: Board) => number;

const MOVES: Readonly<Record<string, Move>> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  ArrowUp: (index, { columns }) => (index < columns ? index : index - columns),
  ArrowDown: (index, board) => down(index, 1, board),
  PageUp: (index, { columns, pageRows }) => Math.max(index % columns, index - pageRows * columns),
  PageDown: (index, board) => down(index, board.pageRows, board),
  Home: (index, { columns }) => index - (index % columns),
  End: (index, { columns }) => index - (index % columns) + columns - 1,
  "Control+Home": () => 0,
  "Control+End": (_, { total }) => total - 1,
};

/** The index that the key leads to; undefined where the key is no move. */
export function moved(key: string, index: number, board: Board): number | undefined {
  const move = MOVES[key];
  return move && clamp(move(index, board), 0, Math.max(0, board.total - 1));
}

/** Into the last row goes whoever is not in it yet, even where it has nothing straight below. */
function down(index: number, by: number, { columns, total }: Board): number {
  const lastRow = Math.floor((total - 1) / columns);
  const row = Math.min(lastRow, Math.floor(index / columns) + by);
  return row * columns + (index % columns);
}
