/** Chooses a picture from the disk. */
import { ImageUp } from "lucide-react";
import { type ChangeEvent, useRef } from "react";

import { cx } from "@/lib/cx";
import { Button } from "@/ui/Button";

interface Props {
  name: string;
  /** On narrow screens its icon says it. */
  isSmall?: boolean;
  onFile: (file: File) => void;
}

export function FileButton({ name, isSmall = false, onFile }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const take = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    target.value = "";
    if (file) onFile(file);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        aria-label="Picture to search by"
        accept="image/*,.heic,.heif,.avif,.tif,.tiff"
        className="hidden"
        onChange={take}
      />
      <Button onClick={() => input.current?.click()}>
        <ImageUp aria-hidden size={16} />
        <span className={cx(isSmall && "max-sm:sr-only")}>{name}</span>
      </Button>
    </>
  );
}
