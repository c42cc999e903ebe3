/** Chooses a picture from the disk. */
import { ImageUp } from "lucide-react";
import { type ChangeEvent, useRef } from "react";

import { Button } from "@/ui/Button";

export function FileButton({ name, onFile }: { name: string; onFile: (file: File) => void }) {
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
        <ImageUp aria-hidden size={16} /> {name}
      </Button>
    </>
  );
}
