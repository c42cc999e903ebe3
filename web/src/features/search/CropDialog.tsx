/** Choosing a part of a picture: with the pointer, or by its edges as numbers. */
import { useState } from "react";

import { CropBox } from "@/features/search/CropBox";
import { type Edge, edgeOf, EDGES, isWhole, WHOLE, withEdge } from "@/features/search/crop";
import { EdgeField } from "@/features/search/EdgeField";
import type { Crop } from "@/features/search/question";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";

interface Props {
  src: string;
  crop: Crop | undefined;
  /** Undefined: the whole picture. */
  onCrop: (crop: Crop | undefined) => void;
  onClose: () => void;
}

const NAMES: Record<Edge, string> = { left: "Left", top: "Top", right: "Right", bottom: "Bottom" };
const START: Crop = [250, 250, 750, 750];

export default function CropDialog({ src, crop, onCrop, onClose }: Props) {
  const [part, setPart] = useState(crop ?? START);
  return (
    <Dialog
      title="Search a part of the picture"
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => onCrop(undefined)}>Search the whole</Button>
          <Button look="primary" onClick={() => onCrop(isWhole(part) ? undefined : part)}>
            Search this part
          </Button>
        </>
      }
    >
      <p className="mb-3 text-sm text-quiet">
        Draw a box on the picture, drag it elsewhere, or give its edges in percent of the picture.
      </p>
      <CropBox src={src} crop={part} onChange={setPart} />
      <div className="mt-4 grid grid-cols-2 gap-3 sm:grid-cols-4">
        {EDGES.map((edge) => (
          <EdgeField
            key={edge}
            name={NAMES[edge]}
            value={edgeOf(part, edge)}
            onEdge={(value) => setPart((before) => withEdge(before, edge, value))}
          />
        ))}
      </div>
      {isWhole(part) || (
        <Button look="quiet" size="small" className="mt-3" onClick={() => setPart(WHOLE)}>
          Widen to the whole
        </Button>
      )}
    </Dialog>
  );
}
