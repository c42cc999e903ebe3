/** There is no such image: it was deleted, or the id is not one. */
import { Link } from "@tanstack/react-router";

import { CopyButton } from "@/components/CopyButton";
import { EmptyState } from "@/components/EmptyState";
import { buttonLooks } from "@/ui/Button";

export function Tombstone({ imageId }: { imageId: string }) {
  return (
    <EmptyState
      title="This image is not here"
      actions={
        <Link to="/search" className={buttonLooks({ look: "primary" })}>
          Go to search
        </Link>
      }
    >
      <p>
        It was deleted for good, or its address is mistyped. What lay in the trash longer than the time kept is gone.
      </p>
      <p className="mt-3 flex items-center justify-center gap-1 font-mono text-xs break-all">
        {imageId} <CopyButton text={imageId} what="id" />
      </p>
    </EmptyState>
  );
}
