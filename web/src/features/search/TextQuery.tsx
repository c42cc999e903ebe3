/** The question in words. */
import { Search } from "lucide-react";
import { type FormEvent, type Ref, useState } from "react";

import { Button } from "@/ui/Button";

interface Props {
  words: string;
  /** Nothing in it: back to the newest images. */
  onSearch: (words: string) => void;
  field: Ref<HTMLInputElement>;
}

export function TextQuery({ words, onSearch, field }: Props) {
  const [typed, setTyped] = useState(words);
  const [asked, setAsked] = useState(words);
  if (asked !== words) {
    setAsked(words);
    setTyped(words);
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(typed.trim());
  };
  return (
    <form role="search" className="flex gap-2" onSubmit={submit}>
      <div className="relative min-w-0 flex-1">
        <Search aria-hidden size={18} className="pointer-events-none absolute top-3 left-3.5 text-quiet" />
        <input
          ref={field}
          type="search"
          aria-label="What to look for"
          placeholder="Describe a picture: a red circle, a dog on a beach …"
          autoComplete="off"
          maxLength={500}
          className="h-11 w-full min-w-0 rounded-control border border-edge bg-surface pr-3 pl-10.5 text-base text-ink placeholder:text-quiet"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <Button look="primary" size="large" type="submit" className="max-sm:px-3">
        Search
      </Button>
    </form>
  );
}
