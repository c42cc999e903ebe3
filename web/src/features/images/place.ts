/** What of an image's detail is looked at, and over which images somebody came to it: the part that the URL holds. */
import * as v from "valibot";

import { form, may } from "@/lib/address";

export const TABS = ["similar", "payload", "quality", "groups", "feedback"] as const;
export type Tab = (typeof TABS)[number];

export interface Place {
  tab: Tab;
  /** The images walked over by "similar", the last one last. */
  hops: readonly string[];
  /** Whether similar images are looked for. */
  isLooking: boolean;
}

export const START: Place = { tab: "similar", hops: [], isLooking: true };

const MOST_HOPS = 12;

/** The search parameters of a place; what is as at the start is left out. */
export const placeSchema = v.object({
  tab: may(v.picklist(TABS)),
  from: may(form(/^[0-7][0-9A-HJKMNP-TV-Z]{25}(\.[0-7][0-9A-HJKMNP-TV-Z]{25}){0,11}$/)),
  similar: may(v.literal(false)),
});
export type PlaceParams = v.InferOutput<typeof placeSchema>;

/** The place that a URL means. */
export function placeOf({ tab, from, similar }: PlaceParams): Place {
  return { tab: tab ?? START.tab, hops: from ? from.split(".") : [], isLooking: similar ?? true };
}

/** The search parameters of a place. */
export function paramsOf({ tab, hops, isLooking }: Place): PlaceParams {
  return {
    tab: tab === START.tab ? undefined : tab,
    from: hops.length > 0 ? hops.join(".") : undefined,
    similar: isLooking ? undefined : false,
  };
}

/** Walk on from an image: it becomes the last hop. A walk in a circle is cut where it closes. */
export function walked(place: Place, from: string, to: string): Place {
  const closes = place.hops.indexOf(to);
  const hops = closes >= 0 ? place.hops.slice(0, closes) : [...place.hops, from].slice(-MOST_HOPS);
  return { ...place, tab: "similar", hops };
}

/** Walk back to the hop at this index. */
export function walkedBack(place: Place, index: number): Place {
  return { ...place, hops: place.hops.slice(0, index) };
}
