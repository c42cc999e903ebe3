/** Fetches the export with the token and hands it to the browser as a file. */
import { authorized } from "@/api/client";
import { problemOf } from "@/api/problems";
import { methodOf, paramsOf, type Question } from "@/features/anomalies/question";
import { apiBase } from "@/lib/apiBase";

/** Raises ApiError and Offline. */
export async function exportQueue(question: Question): Promise<void> {
  const params = Object.entries(paramsOf(question)).map(([name, value]) => [name, String(value)]);
  const address = `${apiBase() || location.origin}/api/qa/anomalies.csv?${new URLSearchParams(params)}`;
  const response = await authorized(new Request(address));
  if (!response.ok) throw await problemOf(response);
  offer(await response.blob(), `anomalies-${question.dataset ?? "all"}-${methodOf(question)}.csv`);
}

function offer(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has the file's bytes by then; an address that is kept would keep them in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
