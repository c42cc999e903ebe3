/** Where the API is: beside the app, or where the page's `api-base` says. */

/** The API's origin without a slash at its end; empty when it is the app's own. */
export function apiBase(): string {
  const told = document.querySelector<HTMLMetaElement>('meta[name="api-base"]')?.content ?? "";
  return told.startsWith("http") ? told.replace(/\/+$/, "") : "";
}
