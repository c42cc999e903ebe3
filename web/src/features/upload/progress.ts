/** How far the upload is, for the header: so little that every page can have it. */
import { create } from "zustand";

export interface Progress {
  readonly ended: number;
  readonly all: number;
  readonly share: number;
  readonly run: "idle" | "running" | "paused" | "halted";
}

/** Null while there is no file. */
export const useProgress = create<{ progress: Progress | null }>(() => ({ progress: null }));
