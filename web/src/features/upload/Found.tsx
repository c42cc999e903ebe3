/** What became of a file, or how far it is, in one or two lines. */
import { Link } from "@tanstack/react-router";
import { CircleAlert, Clock, CopyCheck } from "lucide-react";

import type { Like, Outcome, UploadFile } from "@/features/upload/uploadFile";
import { likenessOf, STATE_NAMES } from "@/features/upload/words";
import { counted, percent } from "@/lib/format";
import { Badge } from "@/ui/Badge";
import { ProgressBar } from "@/ui/ProgressBar";

export function Found({ file: { state, sent, file, outcome } }: { file: UploadFile }) {
  if (outcome?.kind === "problem")
    return <Problem problem={outcome} isOver={state === "failed" || state === "refused"} />;
  if (outcome?.kind === "same") return <Same {...outcome} />;
  if (outcome?.kind === "new") return <New {...outcome} isSearchable={state === "done"} />;
  if (state === "sending") return <Sending share={file.size > 0 ? sent / file.size : 0} />;
  return <p className="truncate text-quiet">{STATE_NAMES[state]}</p>;
}

function Sending({ share }: { share: number }) {
  return (
    <div className="flex items-center gap-2 text-quiet">
      <span className="flex-1">
        <ProgressBar label="Sending" isLabelHidden share={share} />
      </span>
      <span className="w-12 shrink-0 text-right tabular-nums">{percent(share)}</span>
    </div>
  );
}

function Problem({ problem, isOver }: { problem: Extract<Outcome, { kind: "problem" }>; isOver: boolean }) {
  const { title, detail, requestId } = problem;
  const Icon = isOver ? CircleAlert : Clock;
  return (
    <p className="break-words" title={[title, detail, requestId && `Request ${requestId}`].filter(Boolean).join("\n")}>
      <span className={isOver ? "font-medium text-bad" : "font-medium text-warn"}>
        <Icon aria-hidden size={14} className="mr-1 inline align-[-2px]" />
        {title.replace(/\.$/, "")}
        {isOver ? "." : ": tried again soon."}
      </span>{" "}
      {detail !== title && sentence(detail)}
    </p>
  );
}

/** The API's details begin small. */
function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function Same({ imageId, filename, isMerged }: Extract<Outcome, { kind: "same" }>) {
  return (
    <p className="flex min-w-0 flex-wrap items-center gap-x-2">
      <Badge tone="accent">
        <CopyCheck aria-hidden size={12} /> Here already
      </Badge>
      <span className="flex min-w-0 gap-1 whitespace-nowrap">
        same as <ImageLink imageId={imageId}>{filename ?? imageId}</ImageLink>
      </span>
      {isMerged && <span className="text-quiet">your tags were added to it</span>}
    </p>
  );
}

function New({
  imageId,
  likes,
  likeCount,
  isSearchable,
}: Extract<Outcome, { kind: "new" }> & { isSearchable: boolean }) {
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2">
      <Badge tone={isSearchable ? "good" : "plain"}>{isSearchable ? "New" : "Kept, searchable soon"}</Badge>
      <ImageLink imageId={imageId}>Open the image</ImageLink>
      {likeCount > 0 && (
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span>like {counted(likeCount, "image")}:</span>
          {likes.map((like) => (
            <Likeness key={like.imageId} like={like} />
          ))}
        </span>
      )}
    </div>
  );
}

function Likeness({ like }: { like: Like }) {
  return (
    <span className="flex min-w-0 gap-1">
      <ImageLink imageId={like.imageId}>{like.filename ?? like.imageId}</ImageLink>
      <span className="shrink-0 text-quiet">({likenessOf(like)})</span>
    </span>
  );
}

function ImageLink({ imageId, children }: { imageId: string; children: string }) {
  return (
    <Link
      to="/images/$id"
      params={{ id: imageId }}
      className="max-w-60 truncate rounded font-medium text-accent underline"
    >
      {children}
    </Link>
  );
}
