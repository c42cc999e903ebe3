/** Ask about an image of the library by its id. */
import { type FormEvent, useState } from "react";

import { isImageId } from "@/features/search/view";
import { Button } from "@/ui/Button";
import { fieldLooks } from "@/ui/Field";

export function ImageIdForm({ onImage }: { onImage: (imageId: string) => void }) {
  const [typed, setTyped] = useState("");
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const imageId = typed.trim().toUpperCase();
    setWrong(!isImageId(imageId));
    if (isImageId(imageId)) onImage(imageId);
  };
  return (
    <form className="flex flex-wrap items-center gap-2" onSubmit={submit}>
      <input
        aria-label="Image id"
        placeholder="Image id"
        className={`${fieldLooks} w-60! font-mono`}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={isWrong || undefined}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit">Search</Button>
      <span role="alert" className="text-sm text-bad empty:hidden">
        {isWrong && "An image id has 26 letters and digits."}
      </span>
    </form>
  );
}
