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

interface Kept {
  actions: readonly Action[];
}

const MOST_KEPT = 50;
const KEPT_AS = "semblance.actions";

export const useActions = create<Kept>()(
  persist((): Kept => ({ actions: [] }), { name: KEPT_AS, version: 1, partialize: withoutMoments }),
);

/** What a tab was taking back when it was closed can be taken back again: a second time does no harm. */
function withoutMoments({ actions }: Kept): Kept {
  return { actions: actions.map((one) => (one.state === "undoing" ? { ...one, state: "done", why: "" } : one)) };
}

/** Have the list of other tabs here too: whoever writes last would drop theirs. Returns what stops it. */
export function followActionsOfOtherTabs(): () => void {
  const follow = (event: StorageEvent) => {
    if (event.key === KEPT_AS) void useActions.persist.rehydrate();
  };
  window.addEventListener("storage", follow);
  return () => window.removeEventListener("storage", follow);
}

/** Toasts that were asked for and not shown yet: the toaster takes them. */
export const useNotices = create<{ notices: readonly Notice[] }>(() => ({ notices: [] }));

/** Remember what was just done, and offer to take it back. */
export function record(done: Pick<Action, "kind" | "label" | "params" | "userId">): Action {
  const action: Action = { ...done, id: crypto.randomUUID(), at: new Date().toISOString(), state: "done" };
  useActions.setState(({ actions }) => ({ actions: [action, ...actions].slice(0, MOST_KEPT) }));
  notify({ title: action.label, tone: "good", actionId: action.id });
  return action;
}

/** Put into the list what the server remembers and this browser does not, so that it can be taken back from here. */
export function adopt(action: Action): void {
  useActions.setState(({ actions }) =>
    actions.some((one) => one.id === action.id) ? { actions } : { actions: [...actions, action].slice(0, MOST_KEPT) },
  );
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
