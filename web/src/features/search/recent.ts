/** What a person searched for lately: in this browser only, each user's for themselves. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

const MOST = 8;

interface Recent {
  byUser: Readonly<Record<string, readonly string[]>>;
}

const NONE: readonly string[] = [];

const useRecent = create<Recent>()(persist((): Recent => ({ byUser: {} }), { name: "semblance.searches", version: 1 }));

export function useRecentSearches(userId: string): readonly string[] {
  return useRecent(({ byUser }) => byUser[userId] ?? NONE);
}

/** Remember words that were searched for. */
export function rememberSearch(userId: string, words: string): void {
  useRecent.setState(({ byUser }) => {
    const rest = (byUser[userId] ?? []).filter((one) => one.toLowerCase() !== words.toLowerCase());
    return { byUser: { ...byUser, [userId]: [words, ...rest].slice(0, MOST) } };
  });
}

export function forgetSearches(userId: string): void {
  useRecent.setState(({ byUser }) => ({ byUser: { ...byUser, [userId]: [] } }));
}
