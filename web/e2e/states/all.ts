/** All states of all views. */
import { anomalyStates } from "./anomalies";
import { duplicateStates } from "./duplicates";
import { otherStates } from "./others";
import { searchStates } from "./search";
import type { State } from "./state";
import { uploadStates } from "./upload";

export const STATES: readonly State[] = [
  ...searchStates,
  ...uploadStates,
  ...duplicateStates,
  ...anomalyStates,
  ...otherStates,
];
