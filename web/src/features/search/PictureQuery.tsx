/** The question as a picture: a file, or an image of the library; and which part of it. */
import { Crop as CropIcon, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import { FileButton } from "@/features/search/FileButton";
import { focusQuestion } from "@/features/search/focus";
import { ImageIdForm } from "@/features/search/ImageIdForm";
import { type Ask, askOf } from "@/features/search/question";
import { QueryPicture } from "@/features/search/QueryPicture";
import { usePicture } from "@/features/search/usePicture";
import type { Go, View } from "@/features/search/view";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/Button";

const CropDialog = lazy(() => import("@/features/search/CropDialog"));

interface Props {
  view: View;
  go: Go;
  onFile: (file: File) => void;
}

type PictureAsk = Extract<Ask, { kind: "image" | "file" }>;

export default function PictureQuery({ view, go, onFile }: Props) {
  const ask = askOf(view);
  const isOfPicture = ask?.kind === "image" || ask?.kind === "file";
  return (
    <div className={cx("flex min-h-11 items-center gap-2", !isOfPicture && "flex-wrap")}>
      {isOfPicture ? (
        <Asked ask={ask} go={go} onFile={onFile} />
      ) : (
        <>
          <FileButton name="Choose a picture" onFile={onFile} />
          <span className="text-sm text-quiet">or drop or paste one anywhere on this page, or</span>
          <ImageIdForm onImage={(img) => go({ mode: "image", img, file: undefined, crop: undefined })} />
        </>
      )}
    </div>
  );
}

function Asked({ ask, go, onFile }: { ask: PictureAsk; go: Go; onFile: (file: File) => void }) {
  const picture = usePicture(ask);
  const [isCropping, setCropping] = useState(false);
  const remove = () => {
    focusQuestion();
    go({ img: undefined, file: undefined, crop: undefined, trail: undefined });
  };
  return (
    <>
      <QueryPicture picture={picture} crop={ask.crop} isImage={ask.kind === "image"} />
      {picture.large && (
        <Button onClick={() => setCropping(true)}>
          <CropIcon aria-hidden size={16} />
          <span className="max-sm:sr-only">{ask.crop ? "Change the part" : "Search a part"}</span>
        </Button>
      )}
      <FileButton
        name={picture.isGone ? "Choose it again" : "Choose another"}
        isSmall={!picture.isGone}
        onFile={onFile}
      />
      <Button look="quiet" size="icon" aria-label="Remove the picture" onClick={remove}>
        <X aria-hidden size={18} />
      </Button>
      {isCropping && picture.large && (
        <Suspense>
          <CropDialog
            src={picture.large}
            crop={ask.crop}
            onClose={() => setCropping(false)}
            onCrop={(crop) => {
              setCropping(false);
              go({ crop });
            }}
          />
        </Suspense>
      )}
    </>
  );
}
