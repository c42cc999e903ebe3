/** A detection that is under way or was stopped: how far it is, and what can be done with it. */
import { Pause, Play, RotateCcw, X } from "lucide-react";
import { useState } from "react";

import { useCan } from "@/api/session";
import { isOver, isUnfinished, leftWords, stepWords } from "@/features/duplicates/detection";
import type { Job } from "@/features/duplicates/model";
import type { Detection } from "@/features/duplicates/useDetection";
import { counted } from "@/lib/format";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { ProgressBar } from "@/ui/ProgressBar";

export function DetectionPanel({ detection }: { detection: Detection }) {
  const { job } = detection;
  const canEdit = useCan("editor");
  if (!job || job.state === "succeeded") return null;
  return (
    <section
      aria-label="Detection"
      className="flex flex-col gap-2 rounded-card border border-accent bg-accent-soft p-4"
    >
      <h2 className="font-semibold">{stateWords(job)}</h2>
      {isUnfinished(job) && <HowFar detection={detection} job={job} />}
      {job.state === "cancelled" && (
        <p className="text-sm">
          Pairs that were found are kept, and the groups are as they were before. It can go on from where it stopped.
        </p>
      )}
      {job.state === "dead" && <p className="text-sm">{job.error ?? "It was given up."}</p>}
      {canEdit && <Orders detection={detection} job={job} />}
    </section>
  );
}

function HowFar({ detection: { progress, heardAt }, job }: { detection: Detection; job: Job }) {
  if (!progress || isOver(progress)) return null;
  const share = progress.total > 0 ? progress.progress : null;
  const isTimed = job.state === "running" && job.started_at !== null && share !== null;
  const left = isTimed ? leftWords(Date.parse(job.started_at ?? ""), heardAt, share) : undefined;
  const found = progress.groups_found > 0 ? `${counted(progress.groups_found, "group")} so far. ` : "";
  return (
    <>
      <ProgressBar label={stepWords(progress)} share={share} />
      <p className="text-sm text-quiet">
        {found}
        {left && `${left}. `}
        Groups are made at its end; until then you see those of before.
      </p>
    </>
  );
}

function stateWords(job: Pick<Job, "state" | "pause_requested" | "cancel_requested">): string {
  if (job.cancel_requested && job.state === "running") return "Cancelling after the chunk at hand";
  if (job.pause_requested && job.state === "running") return "Pausing after the chunk at hand";
  const words: Record<Job["state"], string> = {
    queued: "Detection waits for a worker",
    running: "Detecting duplicates",
    retry: "Detection waits for another try",
    paused: "Detection is paused",
    cancelled: "Detection was cancelled",
    dead: "Detection failed",
    succeeded: "Detection done",
  };
  return words[job.state];
}

function Orders({ detection: { order }, job }: { detection: Detection; job: Job }) {
  const [isAsking, setAsking] = useState(false);
  const isStopped = job.state === "paused" || job.pause_requested;
  if (!isUnfinished(job))
    return (
      <Button className="self-start" size="small" onClick={() => order("retry")}>
        <RotateCcw aria-hidden size={16} /> Go on from there
      </Button>
    );
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" onClick={() => order(isStopped ? "resume" : "pause")}>
        {isStopped ? <Play aria-hidden size={16} /> : <Pause aria-hidden size={16} />}
        {isStopped ? "Resume" : "Pause"}
      </Button>
      <Button size="small" disabled={job.cancel_requested} onClick={() => setAsking(true)}>
        <X aria-hidden size={16} /> Cancel
      </Button>
      {isAsking && (
        <Dialog
          title="Cancel the detection?"
          onClose={() => setAsking(false)}
          actions={
            <>
              <Button onClick={() => setAsking(false)}>Let it go on</Button>
              <Button
                look="danger"
                onClick={() => {
                  setAsking(false);
                  order("cancel");
                }}
              >
                Cancel the detection
              </Button>
            </>
          }
        >
          <p>
            It stops after the chunk at hand. Pairs that were found are kept, no group changes, and it can go on later
            from where it stopped.
          </p>
        </Dialog>
      )}
    </div>
  );
}
