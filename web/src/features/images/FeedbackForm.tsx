/** Saying of an image whether it fits the question, or that it is a duplicate or an anomaly. */
import { CopyCheck, ScanEye, ThumbsDown, ThumbsUp } from "lucide-react";
import { type ReactNode, useState } from "react";

import { useSession } from "@/api/session";
import { ownWord, type Question, type Said, type Word } from "@/features/images/feedback";
import { type ShownAt, useSay, useUnsay } from "@/features/images/useFeedback";
import type { ImageDetail } from "@/api/images";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";

interface Props {
  image: ImageDetail;
  said: readonly Said[];
  question: Question | undefined;
  shownAt: ShownAt | undefined;
}

const LONGEST_NOTE = 500;
const ICON = { "aria-hidden": true, size: 16 } as const;

export function FeedbackForm({ image, said, question, shownAt }: Props) {
  const [note, setNote] = useState("");
  const userId = useSession((session) => session.user?.userId ?? "");
  const say = useSay(image);
  const unsay = useUnsay(image);
  const button = (word: Word, name: string, icon: ReactNode, asked?: Question) => {
    const own = ownWord(said, userId, word, asked);
    const press = () => {
      if (own) return unsay.mutate(own);
      say.mutate({ word, question: asked, note: note.trim(), shownAt: asked ? shownAt : undefined });
      return setNote("");
    };
    return (
      <Button aria-pressed={own !== undefined} look={own ? "primary" : "plain"} onClick={press}>
        {icon} {name}
      </Button>
    );
  };
  return (
    <div className="flex flex-col gap-4">
      <Field
        label="Note (optional)"
        maxLength={LONGEST_NOTE}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      {question && (
        <fieldset className="flex flex-wrap gap-2">
          <legend className="mb-1 text-sm font-medium break-words">{askOf(question)}</legend>
          {button("relevant", "It fits", <ThumbsUp {...ICON} />, question)}
          {button("irrelevant", "It does not fit", <ThumbsDown {...ICON} />, question)}
        </fieldset>
      )}
      <fieldset className="flex flex-wrap gap-2">
        <legend className="mb-1 text-sm font-medium">Is it one of these?</legend>
        {button("duplicate", "A duplicate", <CopyCheck {...ICON} />)}
        {button("anomaly", "An anomaly", <ScanEye {...ICON} />)}
      </fieldset>
    </div>
  );
}

function askOf(question: Question): string {
  return question.text_query
    ? `Does it fit “${question.text_query}”?`
    : "Is it like the picture that was searched with?";
}
