/** Where an image is, for people and for programs. */
import { apiBase } from "@/lib/apiBase";

/** Its page in this app. */
export function pageAddressOf(imageId: string): string {
  return `${location.origin}/images/${encodeURIComponent(imageId)}`;
}

/** Itself at the API. */
export function apiAddressOf(imageId: string): string {
  return `${apiBase() || location.origin}/api/images/${encodeURIComponent(imageId)}`;
}
