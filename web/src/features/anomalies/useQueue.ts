/** The queue as far as it is loaded, and where in it the person is. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { ApiError } from "@/api/problems";
import { anomalyOf, queueOf } from "@/features/anomalies/answers";
import { type Anomaly, isAskedFor, type Question, type Run } from "@/features/anomalies/question";

const NEAR_THE_END = 15;

export interface Queue {
  /** Those that are asked for and loaded, the oddest first. */
  items: readonly Anomaly[];
  /** Undefined before the first answer. */
  run: Run | undefined;
  /** Nothing was ever scored in this dataset. */
  isNeverScored: boolean;
  isLoading: boolean;
  error: Error | null;
  hasMore: boolean;
  loadMore: () => Promise<unknown>;
  refetch: () => void;
}

export function useQueue(question: Question): Queue {
  const answer = useInfiniteQuery(queueOf(question));
  const items = useMemo(
    () => (answer.data?.pages ?? []).flatMap((page) => page.anomalies).filter((one) => isAskedFor(one, question)),
    [answer.data, question],
  );
  const isNeverScored = isNotScored(answer.error);
  return {
    items,
    run: answer.data?.pages[0]?.run,
    isNeverScored,
    isLoading: answer.isPending,
    error: isNeverScored ? null : answer.error,
    hasMore: answer.hasNextPage,
    loadMore: answer.fetchNextPage,
    refetch: () => void answer.refetch(),
  };
}

export const isNotScored = (error: unknown): boolean => error instanceof ApiError && error.type === "not-scored";

export interface Place extends Spot {
  isLoading: boolean;
  error: Error | null;
  refetch: () => void;
}

interface Spot {
  current: Anomaly | undefined;
  /** In `items`; −1 for an image that is not among them. */
  index: number;
  next: Anomaly | undefined;
  previous: Anomaly | undefined;
}

/** Where `i` points: into the queue, or beside it. What left the queue is still shown, and knows what came after it. */
export function usePlace(question: Question, queue: Queue): Place {
  const { i } = question;
  const { items } = queue;
  const index = indexIn(items, i);
  const [stoodAt, setStoodAt] = useState(0);
  if (index >= 0 && index !== stoodAt) setStoodAt(index);
  useMoreNear(index, queue);
  const isBeside = i !== undefined && index < 0 && queue.run !== undefined;
  const alone = useQuery({ ...anomalyOf(question, i ?? ""), enabled: isBeside });
  const spot = isBeside ? besides(items, stoodAt, alone.data) : spotAt(items, index);
  return {
    ...spot,
    isLoading: queue.isLoading || (isBeside && alone.isPending),
    error: queue.error ?? alone.error,
    refetch: () => (queue.error ? queue.refetch() : void alone.refetch()),
  };
}

/** Without an image in the address it is the first one. */
function indexIn(items: readonly Anomaly[], i: string | undefined): number {
  return i === undefined ? Math.min(0, items.length - 1) : items.findIndex(({ image }) => image.image_id === i);
}

function spotAt(items: readonly Anomaly[], index: number): Spot {
  return { index, current: items[index], next: items[index + 1], previous: items[index - 1] };
}

function besides(items: readonly Anomaly[], stoodAt: number, current: Anomaly | undefined): Spot {
  return { index: -1, current, next: items[stoodAt], previous: items[stoodAt - 1] };
}

/** Loads the next page well before the end is reached. */
function useMoreNear(index: number, { items, hasMore, loadMore }: Queue): void {
  const isNearEnd = hasMore && index >= items.length - NEAR_THE_END;
  useEffect(() => {
    if (isNearEnd) void loadMore();
  }, [isNearEnd, loadMore, items.length]);
}
