/** A JSON value as the rows of a tree. */

export interface Row {
  /** `tags[0]`. */
  path: string;
  name: string;
  value: unknown;
  /** From 1. */
  level: number;
  /** How many it holds; null where there is nothing to open. */
  size: number | null;
  place: number;
  of: number;
}

/** The rows that are to be seen: those below a row only where it is open. */
export function rowsOf(value: unknown, isOpen: (path: string) => boolean): Row[] {
  return below(value, "", 1, isOpen);
}

function below(value: unknown, path: string, level: number, isOpen: (path: string) => boolean): Row[] {
  const held = entriesOf(value) ?? [];
  return held.flatMap(([name, one], index) => {
    const own = pathOf(path, name, Array.isArray(value));
    const row: Row = {
      path: own,
      name,
      value: one,
      level,
      size: entriesOf(one)?.length || null,
      place: index + 1,
      of: held.length,
    };
    return isOpen(own) ? [row, ...below(one, own, level + 1, isOpen)] : [row];
  });
}

function entriesOf(value: unknown): [string, unknown][] | undefined {
  return typeof value === "object" && value !== null ? Object.entries(value) : undefined;
}

function pathOf(parent: string, name: string, isIndex: boolean): string {
  if (isIndex) return `${parent}[${name}]`;
  const isWord = /^[A-Za-z_]\w*$/.test(name);
  if (!isWord) return `${parent}[${JSON.stringify(name)}]`;
  return parent ? `${parent}.${name}` : name;
}

/** A value as it is written in the tree. */
export function written(row: Row): string {
  if (row.size === null) return typeof row.value === "string" ? row.value : JSON.stringify(row.value);
  return Array.isArray(row.value) ? `[ ${row.size} ]` : `{ ${row.size} }`;
}

/** A value as it is copied. */
export function copied(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
