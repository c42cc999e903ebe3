/** The question as a picture: a file, or an image of the library; and which part of it. */
import { Crop as CropIcon, ImageUp, X } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";

import { askOf } from "@/features/search/question";
import { ImageIdForm } from "@/features/search/ImageIdForm";
import { QueryPicture } from "@/features/search/QueryPicture";
import { usePicture } from "@/features/search/usePicture";
import type { Go, View } from "@/features/search/view";
import { Button } from "@/ui/Button";

const CropDialog = lazy(() => import("@/features/search/CropDialog"));

interface Props {
  view: View;
  go: Go;
  onFile: (file: File) => void;
}

export function PictureQuery({ view, go, onFile }: Props) {
  const ask = askOf(view);
  const asked = ask?.kind === "image" || ask?.kind === "file" ? ask : undefined;
  const picture = usePicture(asked);
  const [isCropping, setCropping] = useState(false);
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-2">
      {asked && <QueryPicture picture={picture} crop={asked.crop} isImage={asked.kind === "image"} />}
      <FileButton hasPicture={asked !== undefined} onFile={onFile} />
      {asked && picture.src && (
        <Button onClick={() => setCropping(true)}>
          <CropIcon aria-hidden size={16} /> {asked.crop ? "Change the part" : "Search a part"}
        </Button>
      )}
      {asked && (
        <Button
          look="quiet"
          size="icon"
          aria-label="Remove the picture"
          onClick={() => go({ img: undefined, file: undefined, crop: undefined, trail: undefined })}
        >
          <X aria-hidden size={18} />
        </Button>
      )}
      {!asked && (
        <>
          <span className="text-sm text-quiet">or drop or paste one anywhere on this page, or</span>
          <ImageIdForm onImage={(img) => go({ mode: "image", img, file: undefined, crop: undefined })} />
        </>
      )}
      {isCropping && asked && picture.large && (
        <Suspense>
          <CropDialog
            src={picture.large}
            crop={asked.crop}
            onClose={() => setCropping(false)}
            onCrop={(crop) => {
              setCropping(false);
              go({ crop });
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

function FileButton({ hasPicture, onFile }: { hasPicture: boolean; onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        aria-label="Picture to search by"
        accept="image/*,.heic,.heif,.avif,.tif,.tiff"
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file) onFile(file);
        }}
      />
      <Button onClick={() => input.current?.click()}>
        <ImageUp aria-hidden size={16} /> {hasPicture ? "Choose another" : "Choose a picture"}
      </Button>
    </>
  );
}
