/** Files that the API makes: fetched with the token, and handed to the browser to save. */
import { authorized } from "@/api/client";
import { problemOf } from "@/api/problems";
import { apiBase } from "@/lib/apiBase";

/** Save what is at this path of the API under this name. Raises ApiError and Offline. */
export async function download(path: string, name: string): Promise<void> {
  const response = await authorized(new Request(`${apiBase() || location.origin}${path}`));
  if (!response.ok) throw await problemOf(response);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The browser has the file's bytes by then; an address that is kept would keep them in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
