/** The queue as a file. */
import { download } from "@/api/download";
import { methodOf, paramsOf, type Question } from "@/features/anomalies/question";

/** Raises ApiError and Offline. */
export async function exportQueue(question: Question): Promise<void> {
  const params = Object.entries(paramsOf(question)).map(([name, value]) => [name, String(value)]);
  const name = `anomalies-${question.dataset ?? "all"}-${methodOf(question)}.csv`;
  await download(`/api/qa/anomalies.csv?${new URLSearchParams(params)}`, name);
}
