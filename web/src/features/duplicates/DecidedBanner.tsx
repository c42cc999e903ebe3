/** What was decided on a group, by whom, and the way back. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Gavel } from "lucide-react";

import { answerOf, api } from "@/api/client";
import { keys } from "@/api/keys";
import { wordsOf } from "@/api/problems";
import { useCan, useSession } from "@/api/session";
import type { GroupDetail } from "@/features/duplicates/model";
import { batchQuery } from "@/features/duplicates/queries";
import { STATUS_WORDS } from "@/features/duplicates/words";
import { mark, notify, useActions } from "@/lib/actions";
import { dateTime } from "@/lib/format";
import { Button } from "@/ui/Button";

export function DecidedBanner({ group }: { group: GroupDetail }) {
  const userId = useSession((session) => session.user?.userId);
  const canEdit = useCan("editor");
  const batch = useQuery({ ...batchQuery(group.batch_id ?? ""), enabled: group.batch_id !== null }).data;
  const undoing = useUndoBatch(group.batch_id);
  const who = group.decided_by === userId ? "you" : "another person";
  const expires = batch?.expires_at ? ` What was discarded can come back until ${dateTime(batch.expires_at)}.` : "";
  return (
    <div role="status" className="flex flex-col gap-2 rounded-card border border-accent bg-accent-soft p-3 text-sm">
      <p className="flex items-center gap-2 font-semibold">
        <Gavel aria-hidden size={16} /> Decided: {STATUS_WORDS[group.status]}
      </p>
      <p>
        By {who}
        {group.decided_at && `, ${dateTime(group.decided_at)}`}.{expires}
      </p>
      {canEdit && group.batch_id !== null && (
        <Button className="self-start" size="small" disabled={undoing.isPending} onClick={() => undoing.mutate()}>
          Take the decision back
        </Button>
      )}
    </div>
  );
}

function useUndoBatch(batchId: string | null) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answerOf(api.POST("/api/duplicates/batches/{batch_id}/undo", { params: { path: { batch_id: batchId ?? "" } } })),
    onSuccess: () => {
      const listed = useActions.getState().actions.find(({ params }) => params["batchId"] === batchId);
      if (listed) mark(listed.id, "undone");
      notify({ title: "The decision is taken back", tone: "info" });
    },
    onError: (error) => notify({ ...wordsOf(error), tone: "bad" }),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.duplicates.all }),
  });
}
