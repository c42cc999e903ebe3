/** The fixed words of filters, and how people read them. */
import type { components } from "@/api/schema";

type Source = components["schemas"]["Source"];

export const SOURCES = ["upload", "api", "batch"] as const satisfies readonly Source[];

export const SOURCE_NAMES: Record<Source, string> = { upload: "an upload", api: "the API", batch: "batch indexing" };
