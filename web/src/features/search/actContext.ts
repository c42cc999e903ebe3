/** What can be done with results, for cells and keys alike. */
import { createContext } from "react";

import type { Side } from "@/features/search/examples";
import type { Found } from "@/features/search/found";
import type { Mark } from "@/features/search/marks";

export interface Act {
  findSimilar: (found: Found) => void;
  example: (side: Side, found: readonly Found[]) => void;
  /** Whether this question can be judged, by this role. */
  canMark: boolean;
  mark: (found: readonly Found[], mark: Mark) => void;
}

export const ActContext = createContext<Act | null>(null);
