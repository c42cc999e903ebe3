/** The upload of whoever is logged in. It lives beside the pages: leaving the view does not stop it. */
import { useSession, type User } from "@/api/session";
import { Hasher } from "@/features/upload/hasher";
import { leftoverKeeper } from "@/features/upload/leftover";
import { Manifest } from "@/features/upload/manifest";
import { useOptions } from "@/features/upload/options";
import { useProgress } from "@/features/upload/progress";
import { UploadQueue } from "@/features/upload/queue";
import { isBusy, type Snapshot } from "@/features/upload/snapshot";
import { shareOf, Teller } from "@/features/upload/telling";
import { transport } from "@/features/upload/transport";
import { notify } from "@/lib/actions";
import { announce, announceNow } from "@/lib/announce";

export interface Upload {
  readonly owner: string;
  readonly queue: UploadQueue;
  readonly manifest: Manifest;
}

interface Current {
  readonly owner: string;
  readonly upload: Promise<Upload>;
  opened: Upload | null;
  readonly end: () => void;
}

let current: Current | undefined;

/** The upload of this person; another person's ends. */
export function uploadOf({ tenantId, userId }: User): Promise<Upload> {
  const owner = `${tenantId}/${userId}`;
  if (current?.owner === owner) return current.upload;
  current?.end();
  current = begin(owner);
  return current.upload;
}

/** The same, if it is open already. */
export function openedOf({ tenantId, userId }: User): Upload | null {
  return current?.owner === `${tenantId}/${userId}` ? current.opened : null;
}

useSession.subscribe(({ user }) => {
  if (!current || (user && current.owner === `${user.tenantId}/${user.userId}`)) return;
  current.end();
  current = undefined;
});

function begin(owner: string): Current {
  const over = new AbortController();
  const upload = Manifest.open(owner).then((manifest) => start(owner, manifest, over.signal));
  const begun: Current = { owner, upload, opened: null, end: () => over.abort() };
  void upload.then((opened) => (begun.opened = opened));
  return begun;
}

function start(owner: string, manifest: Manifest, signal: AbortSignal): Upload {
  const hasher = new Hasher(() => new Worker(new URL("./hash.worker.ts", import.meta.url), { type: "module" }));
  const queue = new UploadQueue(transport(hasher), manifest);
  const leave = [followOptions(queue), queue.subscribe(reporter(queue, leftoverKeeper(owner)))];
  signal.addEventListener("abort", () => {
    for (const stop of leave) stop();
    queue.dispose();
    hasher.dispose();
    window.removeEventListener("beforeunload", warn);
    useProgress.setState({ progress: null });
  });
  return { owner, queue, manifest };
}

function followOptions(queue: UploadQueue): () => void {
  queue.tell(useOptions.getState());
  return useOptions.subscribe((options) => queue.tell(options));
}

/** What is done at each word of the queue: the header, the warning before leaving, the live regions, the note. */
function reporter(queue: UploadQueue, note: (snapshot: Snapshot, atMs: number) => void): () => void {
  const teller = new Teller(tell);
  return () => {
    const snapshot = queue.getSnapshot();
    const { counts, ended, run } = snapshot;
    const progress = { ended, all: counts.all, share: shareOf(snapshot), run };
    useProgress.setState({ progress: counts.all > 0 ? progress : null });
    if (isBusy(snapshot)) window.addEventListener("beforeunload", warn);
    else window.removeEventListener("beforeunload", warn);
    teller.look(snapshot, performance.now());
    note(snapshot, performance.now());
  };
}

function tell(text: string, isEnd: boolean): void {
  if (text.startsWith("The upload stopped")) announceNow(text);
  else announce(text);
  if (isEnd && location.pathname !== "/upload") notify({ title: text, tone: "info" });
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
