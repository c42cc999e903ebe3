/** The picture that is asked about, pinned beside the controls. */
import { useState } from "react";

import { Thumb } from "@/components/Thumb";
import type { Crop } from "@/features/search/question";
import type { Picture } from "@/features/search/usePicture";

interface Props {
  picture: Picture;
  crop: Crop | undefined;
  isImage: boolean;
}

const SIDE = 56;

export function QueryPicture({ picture: { name, src, isGone }, crop, isImage }: Props) {
  const alt = crop ? `A part of ${name}` : name;
  return (
    <div className="flex min-w-0 items-center gap-3 pr-2 max-sm:flex-1">
      {crop && src ? <Part src={src} alt={alt} crop={crop} /> : <Shown src={src} alt={alt} />}
      <p className="max-w-60 min-w-0 text-sm">
        <span className="block truncate font-medium" title={name}>
          {name}
        </span>
        <span className="block truncate text-quiet">
          {isGone
            ? "was only in this tab's memory"
            : crop
              ? "a part of it"
              : isImage
                ? "image of the library"
                : "not kept"}
        </span>
      </p>
    </div>
  );
}

function Shown({ src, alt }: { src: string | undefined; alt: string }) {
  if (src) return <Thumb src={src} alt={alt} size={SIDE} fit="contain" className="shrink-0" />;
  return <div className="shrink-0 rounded-control bg-raised" style={{ width: SIDE, height: SIDE }} />;
}

/** Only the part: the picture is so much larger than its box as the whole is than the part. */
function Part({ src, alt, crop: [left, top, right, bottom] }: { src: string; alt: string; crop: Crop }) {
  const [shape, setShape] = useState(1);
  const across = (right - left) / 1000;
  const down = (bottom - top) / 1000;
  const ratio = (shape * across) / down;
  const [width, height] = ratio > 1 ? [SIDE, SIDE / ratio] : [SIDE * ratio, SIDE];
  return (
    <div
      className="grid shrink-0 place-items-center overflow-hidden rounded-control bg-raised"
      style={{ width: SIDE, height: SIDE }}
    >
      <div className="relative overflow-hidden" style={{ width, height }}>
        <img
          src={src}
          alt={alt}
          className="absolute max-w-none"
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) => setShape(naturalWidth / (naturalHeight || 1))}
          style={{
            width: width / across,
            height: height / down,
            left: (-left / 1000 / across) * width,
            top: (-top / 1000 / down) * height,
          }}
        />
      </div>
    </div>
  );
}
