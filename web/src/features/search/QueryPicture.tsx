/** The picture that is asked about, pinned beside the controls. */
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
    <div className="flex min-w-0 items-center gap-3 pr-2">
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
  if (src) return <Thumb src={src} alt={alt} size={SIDE} fit="contain" />;
  return <div className="shrink-0 rounded-control bg-raised" style={{ width: SIDE, height: SIDE }} />;
}

/** Only the part: the picture is so much larger than its box as the whole is than the part. */
function Part({ src, alt, crop: [left, top, right, bottom] }: { src: string; alt: string; crop: Crop }) {
  const across = (right - left) / 1000;
  const down = (bottom - top) / 1000;
  return (
    <div className="relative shrink-0 overflow-hidden rounded-control bg-raised" style={{ width: SIDE, height: SIDE }}>
      <img
        src={src}
        alt={alt}
        className="absolute max-w-none"
        style={{
          width: SIDE / across,
          height: SIDE / down,
          left: (-left / 1000 / across) * SIDE,
          top: (-top / 1000 / down) * SIDE,
        }}
      />
    </div>
  );
}
