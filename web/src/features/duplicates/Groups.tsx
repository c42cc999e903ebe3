/** The gallery with what belongs to it: filters, the selection and its actions, reports, and the group that is open. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";

import { useConnection } from "@/api/connection";
import { useCan } from "@/api/session";
import { NOTHING, type Selection } from "@/components/thumbGrid/selection";
import { BatchPanel } from "@/features/duplicates/BatchPanel";
import { GalleryEmpty } from "@/features/duplicates/GalleryEmpty";
import { GroupFilterBar } from "@/features/duplicates/GroupFilterBar";
import { GroupGallery } from "@/features/duplicates/GroupGallery";
import { GroupPanel } from "@/features/duplicates/GroupPanel";
import type { Group } from "@/features/duplicates/model";
import { groupsQuery } from "@/features/duplicates/queries";
import { RuleSheet } from "@/features/duplicates/RuleSheet";
import { type DedupeSearch, filtersOf, type GroupFilters } from "@/features/duplicates/search";
import { SelectionBar } from "@/features/duplicates/SelectionBar";
import { TagsDialog } from "@/features/duplicates/TagsDialog";
import { choicesOf, chosenGroups } from "@/features/duplicates/targets";
import { useMergeGroups, useTagGroups } from "@/features/duplicates/useGroupActions";
import { useHotkeys } from "@/lib/hotkeys";

interface Props {
  search: DedupeSearch;
  onSearch: (change: Partial<DedupeSearch>) => void;
  onOpen: (groupId: string) => void;
  onOpenImage: (imageId: string) => void;
  /** The threshold of the groups; undefined while it is not known. */
  keptAt: number | undefined;
}

const NONE: readonly Group[] = [];

export function Groups({ search, onSearch, onOpen, onOpenImage, keptAt }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const canEdit = useCan("editor");
  const { group, batch } = search;
  const filters = filtersOf(search);
  const [selection, setSelection] = useSelection(filters);
  const focusGallery = () => box.current?.querySelector<HTMLElement>("[data-index][tabindex='0']")?.focus();
  const close = () => {
    onSearch({ group: undefined });
    focusGallery();
  };
  useHotkeys("groups", [
    { keys: "Escape", does: "Close the group that is open", run: close, when: group !== undefined },
  ]);
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col lg:flex-row">
      <section aria-label="Groups" className="flex min-h-0 min-w-0 flex-1 flex-col gap-3 p-4 pb-0">
        <GroupFilterBar search={search} onSearch={(change) => onSearch({ ...change, group: undefined })} />
        {canEdit && <Actions {...{ search, onSearch, selection, setSelection, focusGallery }} />}
        {batch !== undefined && <BatchPanel batchId={batch} onClose={() => onSearch({ batch: undefined })} />}
        <div ref={box} className="h-[80dvh] min-h-80 lg:h-auto lg:min-h-0 lg:flex-1">
          <GroupGallery
            filters={filters}
            chosen={group}
            onChoose={(groupId) => onSearch({ group: groupId === group ? undefined : groupId })}
            onOpen={onOpen}
            selection={selection}
            onSelect={canEdit ? setSelection : undefined}
            empty={keptAt === undefined ? null : <GalleryEmpty search={search} keptAt={keptAt} onSearch={onSearch} />}
          />
        </div>
      </section>
      {group !== undefined && (
        <GroupPanel groupId={group} filters={filters} onClose={close} onOpenImage={onOpenImage} />
      )}
    </div>
  );
}

/** What is selected of these groups; of others nothing is. */
function useSelection(filters: GroupFilters) {
  const of = JSON.stringify(filters);
  const [kept, keep] = useState({ of, selection: NOTHING });
  const setSelection = useCallback((selection: Selection) => keep({ of, selection }), [of]);
  return [kept.of === of ? kept.selection : NOTHING, setSelection] as const;
}

interface ActionsProps extends Pick<Props, "search" | "onSearch"> {
  selection: Selection;
  setSelection: (next: Selection) => void;
  focusGallery: () => void;
}

function Actions({ search, onSearch, selection, setSelection, focusGallery }: ActionsProps) {
  const [open, setOpen] = useState<"rule" | "tags">();
  const filters = filtersOf(search);
  const { data: groups = NONE, hasNextPage } = useInfiniteQuery(groupsQuery(filters));
  const isAway = useConnection((connection) => connection.isAway);
  const tagging = useTagGroups(search.dataset);
  const merging = useMergeGroups(search.dataset);
  const chosen = chosenGroups(groups, selection);
  const [first, ...rest] = choicesOf(groups, selection, filters, search.group);
  const done = () => {
    setOpen(undefined);
    setSelection(NOTHING);
    focusGallery();
  };
  const merge = () => {
    const rowVersions = Object.fromEntries(chosen.map((one) => [one.groupId, one.rowVersion]));
    merging.mutate({ groupIds: chosen.map((one) => one.groupId), rowVersions }, { onSuccess: done });
  };
  useHotkeys("selected groups", [
    { keys: "t", does: "Tag the selected groups", run: () => setOpen("tags"), when: chosen.length > 0 },
    { keys: "r", does: "Resolve by a rule", run: () => setOpen("rule"), when: !isAway },
  ]);
  return (
    <>
      <SelectionBar
        chosen={chosen}
        isPartial={selection.mode === "all" && hasNextPage}
        isBusy={tagging.isPending || merging.isPending}
        isAway={isAway}
        onRule={() => setOpen("rule")}
        onTag={() => setOpen("tags")}
        onMerge={merge}
        onClear={done}
      />
      {open === "tags" && (
        <TagsDialog
          groupIds={chosen.map((one) => one.groupId)}
          isBusy={tagging.isPending}
          onApply={(change) => tagging.mutate(change, { onSuccess: done })}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === "rule" && first && (
        <RuleSheet
          dataset={search.dataset}
          choices={[first, ...rest]}
          onApplied={(batch) => {
            done();
            onSearch({ batch: batch.batch_id, group: undefined });
          }}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}
