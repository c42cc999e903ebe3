/** `/upload`: put images in, watch them arrive, and see what ingest found. */
import { useState, useSyncExternalStore } from "react";

import { useCan, type User, useSession } from "@/api/session";
import { Forbidden } from "@/components/Forbidden";
import { addAll } from "@/features/upload/adding";
import { CancelDialog } from "@/features/upload/CancelDialog";
import { DropZone } from "@/features/upload/DropZone";
import type { Found } from "@/features/upload/entries";
import { FileList } from "@/features/upload/FileList";
import { AddingNotice, LeftoverNotice } from "@/features/upload/Notices";
import { OptionsBar } from "@/features/upload/OptionsBar";
import { StateTabs } from "@/features/upload/StateTabs";
import { TotalBar } from "@/features/upload/TotalBar";
import type { Tab } from "@/features/upload/uploadFile";
import type { Upload } from "@/features/upload/uploads";
import { useUpload } from "@/features/upload/useUpload";
import { TAB_NAMES } from "@/features/upload/words";
import { useHotkeys } from "@/lib/hotkeys";
import { useTitle } from "@/lib/title";
import { Skeleton } from "@/ui/Skeleton";

export function UploadPage({ tab }: { tab: Tab | "all" }) {
  useTitle("Upload");
  const user = useSession((session) => session.user);
  const isAllowed = useCan("editor");
  return (
    <div className="mx-auto flex w-full max-w-6xl flex-col gap-4 p-4 sm:p-5">
      <h1 className="text-xl font-semibold">Upload</h1>
      {isAllowed && user ? <OwnUpload user={user} tab={tab} /> : <Forbidden what="upload images" />}
    </div>
  );
}

function OwnUpload({ user, tab }: { user: User; tab: Tab | "all" }) {
  const upload = useUpload(user);
  return upload ? <UploadView upload={upload} tab={tab} /> : <Waiting />;
}

function Waiting() {
  return (
    <div className="flex flex-col gap-4" role="status" aria-label="The upload is loading">
      <Skeleton className="h-72 rounded-card" />
      <Skeleton className="h-28 rounded-card" />
    </div>
  );
}

function UploadView({ upload, tab }: { upload: Upload; tab: Tab | "all" }) {
  const { queue } = upload;
  const snapshot = useSyncExternalStore(queue.subscribe, queue.getSnapshot);
  const [isAsking, setAsking] = useState(false);
  const { counts, run } = snapshot;
  const add = (batches: AsyncGenerator<Found[]>) => void addAll(upload, batches);
  useHotkeys("upload", [
    {
      keys: "p",
      does: "Pause or resume the upload",
      when: run !== "idle",
      run: () => (run === "running" ? queue.pause() : queue.resume()),
    },
    { keys: "x", does: "Cancel the rest of the upload", when: run !== "idle", run: () => setAsking(true) },
    { keys: "r", does: "Retry what failed", when: counts.failed > 0, run: () => queue.retryFailed() },
  ]);
  const cancel = () => {
    queue.cancelRest();
    setAsking(false);
  };
  return (
    <>
      {counts.all === 0 && <LeftoverNotice upload={upload} />}
      <DropZone onFiles={add} isSmall={counts.all > 0} />
      <OptionsBar />
      <AddingNotice />
      {counts.all > 0 && (
        <>
          <TotalBar queue={queue} snapshot={snapshot} onCancel={() => setAsking(true)} />
          <StateTabs counts={counts} chosen={tab} />
          {counts[tab] > 0 ? (
            <FileList key={tab} queue={queue} tab={tab} size={counts[tab]} />
          ) : (
            <p className="py-8 text-center text-quiet">No file is in “{TAB_NAMES[tab]}”.</p>
          )}
        </>
      )}
      {isAsking && run !== "idle" && (
        <CancelDialog snapshot={snapshot} onCancel={cancel} onClose={() => setAsking(false)} />
      )}
    </>
  );
}
