/** Addresses of pictures. */
import { apiBase } from "@/lib/apiBase";

/**
 * A signed picture's address at the API that the app talks to. The API spells its own public origin, which need not be
 * the name under which this browser reaches it.
 */
export function pictureUrl(signed: string): string {
  const { pathname, search } = new URL(signed, location.origin);
  return `${apiBase()}${pathname}${search}`;
}
