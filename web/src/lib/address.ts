/** Schemas of what a page's address holds. What makes no sense in it counts as not said, each part for itself. */
import * as v from "valibot";

type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** It may be there; anything else than this is as if it were not. */
export const may = <const T extends Schema>(schema: T) => v.fallback(v.optional(schema), undefined);

/** A whole number within these bounds. */
export const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** A text of this form. */
export const form = (pattern: RegExp) => v.pipe(v.string(), v.regex(pattern));

/** Words that somebody typed; in an address they may look like a number or a boolean. */
export const typed = v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.transform(String));

/** An image's id: a ULID. */
export const imageId = form(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
