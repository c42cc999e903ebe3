/** Quality checks: only images that fail them, or none of those. */
import { CHECK_NAMES, CHECKS } from "@/api/qualityChecks";
import type { PartProps } from "@/features/search/FilterSheet";
import { fieldLooks } from "@/ui/Field";

type Check = (typeof CHECKS)[number];
type Wish = "" | "only" | "without";

export function ChecksField({ draft, edit }: PartProps) {
  const wishOf = (check: Check): Wish =>
    draft.checks?.includes(check) ? "only" : draft.nochecks?.includes(check) ? "without" : "";
  const wish = (check: Check, chosen: string) =>
    edit({
      checks: withOne(draft.checks, check, chosen === "only"),
      nochecks: withOne(draft.nochecks, check, chosen === "without"),
    });
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">Quality checks</legend>
      {CHECKS.map((check) => (
        <label key={check} className="flex items-center justify-between gap-3 text-sm">
          <span className="first-letter:uppercase">{CHECK_NAMES[check]}</span>
          <select
            className={`${fieldLooks} w-40!`}
            value={wishOf(check)}
            onChange={({ target }) => wish(check, target.value)}
          >
            <option value="">does not matter</option>
            <option value="only">only these</option>
            <option value="without">without these</option>
          </select>
        </label>
      ))}
    </fieldset>
  );
}

function withOne(checks: readonly Check[] | undefined, check: Check, isIn: boolean): Check[] | undefined {
  const rest = (checks ?? []).filter((one) => one !== check);
  const next = isIn ? [...rest, check] : rest;
  return next.length > 0 ? next : undefined;
}
