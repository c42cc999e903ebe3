/** How a person likes to review, and the notes that are typed and not sent yet. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

interface Manner {
  advances: boolean;
}

/** Whether a verdict leads to the next candidate. Kept in this browser. */
export const useReviewing = create<Manner>()(
  persist((): Manner => ({ advances: true }), { name: "semblance.reviewing", version: 1 }),
);

/** By image id; they outlive a walk to another candidate and back. */
export const useNotes = create<{ notes: Readonly<Record<string, string>> }>(() => ({ notes: {} }));

export function writeNote(imageId: string, note: string): void {
  useNotes.setState(({ notes }) => ({ notes: { ...notes, [imageId]: note } }));
}
