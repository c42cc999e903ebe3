/** Where to begin: what was searched for lately, and words that fit this library. */
import type { ReactNode } from "react";

import { useSession } from "@/api/session";
import { focusQuestion } from "@/features/search/focus";
import { forgetSearches, useRecentSearches } from "@/features/search/recent";
import { Button } from "@/ui/Button";

interface Props {
  /** Tags of the newest images, as they come. */
  tags: readonly string[];
  onWords: (words: string) => void;
}

const MOST_SAMPLES = 5;
const UNTAGGED = ["a person outdoors", "a document with text", "something red", "a landscape"];

export function StartingPoints({ tags, onWords }: Props) {
  const userId = useSession((session) => session.user?.userId ?? "");
  const recent = useRecentSearches(userId);
  const samples = samplesOf(tags).filter((one) => !recent.includes(one));
  return (
    <div className="flex min-w-0 items-center gap-x-6 gap-y-2 text-sm max-sm:overflow-x-auto max-sm:py-1 sm:flex-wrap">
      {recent.length > 0 && (
        <Words name="Recent" words={recent} onWords={onWords}>
          <Button
            look="quiet"
            size="small"
            aria-label="Forget the recent searches"
            onClick={() => {
              focusQuestion();
              forgetSearches(userId);
            }}
          >
            Forget
          </Button>
        </Words>
      )}
      <Words name="Try" words={samples} onWords={onWords} />
    </div>
  );
}

interface WordsProps {
  name: string;
  words: readonly string[];
  onWords: (words: string) => void;
  children?: ReactNode;
}

function Words({ name, words, onWords, children }: WordsProps) {
  return (
    <div role="group" aria-label={name} className="flex items-center gap-1 sm:flex-wrap">
      <span className="mr-1 text-quiet">{name}</span>
      {words.map((one) => (
        <button
          key={one}
          type="button"
          className="h-7 max-w-60 shrink-0 truncate rounded-full border border-line bg-surface px-3 hover:bg-raised"
          onClick={() => onWords(one)}
        >
          {one}
        </button>
      ))}
      {children}
    </div>
  );
}

/** The most frequent tags, which surely find something. */
function samplesOf(tags: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const frequent = [...counts].toSorted(([, a], [, b]) => b - a).map(([tag]) => tag);
  return frequent.length > 0 ? frequent.slice(0, MOST_SAMPLES) : UNTAGGED;
}
