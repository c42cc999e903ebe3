/** The image whose detail is open, and its neighbours in the answer. */
import { walking } from "@/features/search/question";
import type { Answer } from "@/features/search/useAnswer";
import type { Go, View } from "@/features/search/view";

/** What the panel beside the results is given. */
export interface DetailProps {
  imageId: string;
  onClose: () => void;
  onStep: (by: 1 | -1) => void;
  onFindSimilar: (imageId: string) => void;
  /** Where the answer showed it. */
  shownAt: { rank: number; score: number } | undefined;
}

export function useOpen(view: View, answer: Answer, go: Go) {
  const { id } = view;
  const place = id === undefined ? -1 : answer.items.findIndex(({ imageId }) => imageId === id);
  const score = answer.items[place]?.score;
  const step = (by: 1 | -1) => {
    const next = answer.items[place + by];
    if (next) go({ id: next.imageId }, { isReplace: true });
    if (place + by >= answer.items.length - 1) answer.more();
  };
  const props: DetailProps | undefined =
    id === undefined
      ? undefined
      : {
          imageId: id,
          onClose: () => go({ id: undefined }),
          onStep: step,
          onFindSimilar: (imageId) => go(walking(view, imageId)),
          shownAt: score === undefined ? undefined : { rank: place + 1, score },
        };
  return { place: place < 0 ? undefined : place, props };
}
