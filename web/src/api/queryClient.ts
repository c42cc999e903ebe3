/** How answers are kept, and when a question is asked again by itself. */
import { QueryClient } from "@tanstack/react-query";

import { ApiError, Offline } from "@/api/problems";

const MOST_TRIES = 3;
const LONGEST_WAIT_MS = 30_000;

/** A new cache. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, gcTime: 300_000, refetchOnWindowFocus: false, retry: mayPass, retryDelay: waitMs },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}

/** What passes by itself is asked again: no answer, too many requests, a part that is away. */
function mayPass(failures: number, error: Error): boolean {
  if (failures >= MOST_TRIES) return false;
  return error instanceof Offline || (error instanceof ApiError && [429, 502, 503, 504].includes(error.status));
}

function waitMs(failures: number, error: Error): number {
  const told = error instanceof ApiError ? error.retryAfterS : undefined;
  return Math.min(LONGEST_WAIT_MS, (told ?? 2 ** failures) * 1000 * (1 + Math.random() / 4));
}
