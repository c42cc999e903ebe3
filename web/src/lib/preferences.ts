/** What a person likes: kept in this browser, never sent anywhere. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

export type Theme = "system" | "light" | "dark";
export type TileSize = 96 | 160 | 240;

export interface Preferences {
  theme: Theme;
  tile: TileSize;
  /** Whether single characters are shortcuts (WCAG 2.1.4). */
  singleKeys: boolean;
  motion: "system" | "less";
}

export const usePreferences = create<Preferences>()(
  persist(
    () => ({ theme: "system", tile: 160, singleKeys: true, motion: "system" }) satisfies Preferences as Preferences,
    {
      name: "semblance.preferences",
      version: 1,
    },
  ),
);

/** Make the page look as is preferred, now and whenever that changes. */
export function applyPreferences(): void {
  const apply = ({ theme, motion }: Preferences) => {
    const root = document.documentElement;
    if (theme === "system") delete root.dataset["theme"];
    else root.dataset["theme"] = theme;
    if (motion === "less") root.dataset["motion"] = "less";
    else delete root.dataset["motion"];
  };
  apply(usePreferences.getState());
  usePreferences.subscribe(apply);
}

/** Whether movement is unwelcome, by the app's setting or the system's. */
export function wantsLessMotion(): boolean {
  return usePreferences.getState().motion === "less" || matchMedia("(prefers-reduced-motion: reduce)").matches;
}
