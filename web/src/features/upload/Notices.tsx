/** What a person should know before files go: a folder is being read, what cannot be taken, what a reload left undone. */
import { Link } from "@tanstack/react-router";
import { Info } from "lucide-react";
import { type ReactNode, useState } from "react";

import { useAdding, wordsOf } from "@/features/upload/adding";
import { forgetLeftover, leftoverOf } from "@/features/upload/leftover";
import type { Upload } from "@/features/upload/uploads";
import { count, counted } from "@/lib/format";
import { Button } from "@/ui/Button";

export function AddingNotice() {
  const { reading, added } = useAdding();
  if (reading !== null) return <Notice>Reading: {counted(reading, "file")} found so far…</Notice>;
  if (!added || (added.refused === 0 && added.skipped === 0 && added.taken > 0)) return null;
  return (
    <Notice>
      {wordsOf(added)}{" "}
      {added.refused > 0 && (
        <Link to="/upload" search={{ batch: "refused" }} replace className="font-medium text-accent underline">
          See why
        </Link>
      )}
    </Notice>
  );
}

/** After a reload: the files are gone from the page, but what was finished is known. */
export function LeftoverNotice({ upload: { owner, manifest } }: { upload: Upload }) {
  const [leftover, setLeftover] = useState(() => leftoverOf(owner));
  if (!leftover) return null;
  const forget = () => {
    forgetLeftover();
    setLeftover(null);
    void manifest.clear();
  };
  return (
    <Notice
      action={
        <Button size="small" onClick={forget}>
          Forget this
        </Button>
      }
    >
      <strong>
        {count(leftover.done)} done, {count(leftover.left)} left
      </strong>{" "}
      when the page was closed. Drop the same folder again to go on: what is finished is left out.
    </Notice>
  );
}

function Notice({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line bg-accent-soft px-4 py-3 text-sm">
      <Info aria-hidden size={18} className="shrink-0 text-accent" />
      <p className="min-w-0 flex-1 basis-40">{children}</p>
      {action}
    </div>
  );
}
