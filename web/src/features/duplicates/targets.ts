/** Which groups a rule or a change of tags is for, by what is selected, filtered and looked at. Pure. */
import { isSelected, type Selection } from "@/components/thumbGrid/selection";
import { type Group, isUndecided } from "@/features/duplicates/model";
import { MOST_NAMED, type Target } from "@/features/duplicates/rules";
import { type GroupFilters, isNarrowed } from "@/features/duplicates/search";
import { counted } from "@/lib/format";

export interface Choice {
  key: "this" | "selected" | "filtered" | "all";
  label: string;
  target: Target;
}

/** The loaded groups that are selected, undecided ones only. */
export function chosenGroups(groups: readonly Group[], selection: Selection): readonly Group[] {
  return groups.filter((group) => isSelected(selection, group.groupId) && isUndecided(group.status));
}

function named(groups: readonly Group[]): Target {
  const some = groups.slice(0, MOST_NAMED);
  return {
    what: "groups",
    groupIds: some.map((group) => group.groupId),
    rowVersions: Object.fromEntries(some.map((group) => [group.groupId, group.rowVersion])),
  };
}

/** What can be chosen now; the narrowest first. */
export function choicesOf(
  groups: readonly Group[],
  selection: Selection,
  filters: GroupFilters,
  looked: string | undefined,
): readonly Choice[] {
  const one = groups.filter((group) => group.groupId === looked && isUndecided(group.status));
  const some = chosenGroups(groups, selection);
  const choices: (Choice | false)[] = [
    one.length > 0 && { key: "this", label: "The group that is open", target: named(one) },
    some.length > 0 && { key: "selected", label: counted(some.length, "selected group"), target: named(some) },
    isNarrowed(filters) && {
      key: "filtered",
      label: `Every undecided group that fits: ${filterWords(filters)}`,
      target: { what: "filtered", tiers: filters.tier ?? [], tag: filters.tag },
    },
    { key: "all", label: "Every undecided group", target: { what: "all" } },
  ];
  return choices.filter((choice) => choice !== false);
}

function filterWords({ tier, tag }: GroupFilters): string {
  return [tier && `tiers ${tier.join(", ")}`, tag && `tag ${tag}`].filter(Boolean).join("; ");
}
