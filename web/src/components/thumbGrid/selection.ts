/** What is selected: some ids, or everything that the question finds but some. "Select all" never means "all loaded". */

export type Selection =
  | { readonly mode: "ids"; readonly ids: ReadonlySet<string> }
  | { readonly mode: "all"; readonly except: ReadonlySet<string> };

export const NOTHING: Selection = { mode: "ids", ids: new Set() };
export const EVERYTHING: Selection = { mode: "all", except: new Set() };

export function isSelected(selection: Selection, id: string): boolean {
  return selection.mode === "ids" ? selection.ids.has(id) : !selection.except.has(id);
}

/** How many of `total` found are selected. */
export function selectedCount(selection: Selection, total: number): number {
  return selection.mode === "ids" ? selection.ids.size : Math.max(0, total - selection.except.size);
}

export function select(selection: Selection, ids: Iterable<string>): Selection {
  return selection.mode === "ids"
    ? { mode: "ids", ids: joined(selection.ids, ids) }
    : { mode: "all", except: parted(selection.except, ids) };
}

export function deselect(selection: Selection, ids: Iterable<string>): Selection {
  return selection.mode === "ids"
    ? { mode: "ids", ids: parted(selection.ids, ids) }
    : { mode: "all", except: joined(selection.except, ids) };
}

export function toggle(selection: Selection, id: string): Selection {
  return isSelected(selection, id) ? deselect(selection, [id]) : select(selection, [id]);
}

function joined(set: ReadonlySet<string>, more: Iterable<string>): ReadonlySet<string> {
  const all = new Set(set);
  for (const one of more) all.add(one);
  return all;
}

function parted(set: ReadonlySet<string>, less: Iterable<string>): ReadonlySet<string> {
  const rest = new Set(set);
  for (const one of less) rest.delete(one);
  return rest;
}
