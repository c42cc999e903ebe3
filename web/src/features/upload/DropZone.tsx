/** Where files come in: dropped anywhere, chosen, chosen as a folder, pasted. */
import { FolderOpen, ImagePlus, Images } from "lucide-react";
import { useRef } from "react";

import { type Found, fromFiles } from "@/features/upload/entries";
import { ACCEPT, FORMAT_NAMES } from "@/features/upload/formats";
import { usePageFiles } from "@/features/upload/usePageFiles";
import { cx } from "@/lib/cx";
import { Button } from "@/ui/Button";

interface Props {
  onFiles: (batches: AsyncGenerator<Found[]>) => void;
  /** Small once there are files. */
  isSmall: boolean;
}

export function DropZone({ onFiles, isSmall }: Props) {
  const isOver = usePageFiles(onFiles);
  return (
    <section
      aria-label="Add images"
      className={cx(
        "flex flex-col items-center gap-3 rounded-card border-2 border-dashed p-4 text-center transition-colors",
        isSmall ? "sm:flex-row sm:flex-wrap sm:text-left" : "py-12 sm:py-16",
        isOver ? "border-accent bg-accent-soft" : "border-edge bg-surface",
      )}
    >
      {!isSmall && <ImagePlus aria-hidden size={40} className="text-accent" />}
      <p className={isSmall ? "font-medium sm:mr-auto" : "text-lg font-semibold"}>
        {isOver ? "Let go to add them" : "Drop images or folders anywhere on this page, or paste"}
      </p>
      <div className="flex flex-wrap justify-center gap-2">
        <Picker onFiles={onFiles} isFolder={false} />
        <Picker onFiles={onFiles} isFolder />
      </div>
      {!isSmall && (
        <p className="max-w-prose text-sm text-quiet">
          {FORMAT_NAMES} are taken. What is here already is found before anything is sent, and a hundred thousand files
          at once are fine.
        </p>
      )}
    </section>
  );
}

interface PickerProps {
  onFiles: (batches: AsyncGenerator<Found[]>) => void;
  isFolder: boolean;
}

function Picker({ onFiles, isFolder }: PickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const Icon = isFolder ? FolderOpen : Images;
  return (
    <>
      <Button look={isFolder ? "plain" : "primary"} onClick={() => input.current?.click()}>
        <Icon aria-hidden size={18} /> {isFolder ? "Choose folder" : "Choose files"}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={isFolder ? "Folder of images" : "Images"}
        {...(isFolder ? { webkitdirectory: "" } : { accept: ACCEPT })}
        onChange={({ target }) => {
          const files = Array.from(target.files ?? []);
          target.value = "";
          onFiles(fromFiles(files));
        }}
      />
    </>
  );
}
