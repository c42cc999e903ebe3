/** What was said of an image: who, what, about which question, when; one's own words can be taken back. */
import { Link } from "@tanstack/react-router";

import { useCan, useSession } from "@/api/session";
import { type History, type Said, WORDS } from "@/features/images/feedback";
import { personOf } from "@/features/images/people";
import { useUnsay } from "@/features/images/useFeedback";
import type { ImageDetail } from "@/api/images";
import { dateTime } from "@/lib/format";
import { Button } from "@/ui/Button";

export function FeedbackList({ image, history }: { image: ImageDetail; history: History }) {
  if (history.feedback.length === 0) return <p className="text-sm text-quiet">Nobody has said anything of it.</p>;
  return (
    <section aria-label="What was said">
      <ol className="flex flex-col divide-y divide-line">
        {history.feedback.map((said) => (
          <Entry key={said.feedback_id} image={image} said={said} />
        ))}
      </ol>
      {history.next_cursor && <p className="pt-2 text-sm text-quiet">These are the newest; there are older ones.</p>}
    </section>
  );
}

function Entry({ image, said }: { image: ImageDetail; said: Said }) {
  const userId = useSession((session) => session.user?.userId);
  const unsay = useUnsay(image);
  const isAdmin = useCan("admin");
  const isOwn = said.user_id === userId;
  const isKept = said.feedback_id !== "provisional";
  return (
    <li className="flex items-start justify-between gap-3 py-2 text-sm">
      <div className="min-w-0 break-words">
        <p>
          <span className="font-medium">{personOf(said.user_id, userId)}</span>: {WORDS[said.action]}
          <About query={said.query} />
        </p>
        {said.note && <p className="whitespace-pre-wrap">{said.note}</p>}
        <p className="text-quiet">
          <time dateTime={said.said_at}>{dateTime(said.said_at)}</time>
          {said.rank !== null && ` · shown at place ${said.rank}`}
        </p>
      </div>
      {(isOwn || isAdmin) && isKept && (
        <Button size="small" aria-label={`Take back: ${WORDS[said.action]}`} onClick={() => unsay.mutate(said)}>
          Take back
        </Button>
      )}
    </li>
  );
}

function About({ query }: { query: Said["query"] }) {
  if (!query) return null;
  if (query.text_query !== null) return <> “{query.text_query}”</>;
  if (query.image_id === null) return <> a file that was searched with</>;
  return (
    <>
      {" "}
      <Link to="/images/$id" params={{ id: query.image_id }} className="text-accent underline underline-offset-2">
        this image
      </Link>
    </>
  );
}
