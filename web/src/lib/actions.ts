/** What a person did and may take back: a list in this browser, and toasts. The taking back is in api/undoables. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

export type ActionKind = "feedback" | "review" | "batch";

export interface Action {
  id: string;
  kind: ActionKind;
  /** What was done, as a sentence: "Marked part12.png as not relevant". */
  label: string;
  /** What the undo needs; it is kept across reloads, so plain texts only. */
  params: Readonly<Record<string, string>>;
  /** Who did it: another person's log-in in the same browser does not see it. */
  userId: string;
  at: string;
  state: "done" | "undoing" | "undone" | "failed";
  why?: string;
}

export interface Notice {
  id: string;
  title: string;
  detail?: string;
  tone: "info" | "good" | "bad";
  /** The action that its button undoes. */
  actionId?: string;
}

const MOST_KEPT = 50;

export const useActions = create<{ actions: readonly Action[] }>()(
  persist(() => ({ actions: [] as readonly Action[] }), { name: "semblance.actions", version: 1 }),
);

/** Toasts that were asked for and not shown yet: the toaster takes them. */
export const useNotices = create<{ notices: readonly Notice[] }>(() => ({ notices: [] }));

/** Remember what was just done, and offer to take it back. */
export function record(done: Pick<Action, "kind" | "label" | "params" | "userId">): Action {
  const action: Action = { ...done, id: crypto.randomUUID(), at: new Date().toISOString(), state: "done" };
  useActions.setState(({ actions }) => ({ actions: [action, ...actions].slice(0, MOST_KEPT) }));
  notify({ title: action.label, tone: "good", actionId: action.id });
  return action;
}

/** Show a toast. */
export function notify(notice: Omit<Notice, "id">): void {
  const one: Notice = { ...notice, id: crypto.randomUUID() };
  useNotices.setState(({ notices }) => ({ notices: [...notices, one] }));
}

/** Change one entry of the list. */
export function mark(id: string, state: Action["state"], why?: string): void {
  useActions.setState(({ actions }) => ({
    actions: actions.map((one) => (one.id === id ? { ...one, state, ...(why === undefined ? {} : { why }) } : one)),
  }));
}

/** The newest action of this person that can be taken back. */
export function newestOf(userId: string): Action | undefined {
  return useActions.getState().actions.find((one) => one.userId === userId && one.state === "done");
}
