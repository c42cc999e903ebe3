/** What can be done with results: walks, examples, marks. */
import { useLayoutEffect, useMemo, useRef, useState } from "react";

import { useCan } from "@/api/session";
import type { Act } from "@/features/search/actContext";
import { adding } from "@/features/search/examples";
import type { Found } from "@/features/search/found";
import { walking } from "@/features/search/question";
import type { Answer } from "@/features/search/useAnswer";
import { useMarking } from "@/features/search/useMarking";
import { type Go, MOST_EXAMPLES, type View } from "@/features/search/view";
import { notify } from "@/lib/actions";
import { announce } from "@/lib/announce";

/** One word is one request: more at once would be no judgement. */
const MOST_MARKED = 100;

export function useActing(view: View, answer: Answer, go: Go): { act: Act; marked: number } {
  const isEditor = useCan("editor");
  const ask = answer.question?.ask ?? null;
  const canMark = isEditor && ask !== null && ask.kind !== "examples";
  const say = useMarking(ask);
  const [since, setSince] = useState({ asOf: 0, marked: 0 });
  const latest = useRef({ view, answer, go, say });
  useLayoutEffect(() => {
    latest.current = { view, answer, go, say };
  });

  const act = useMemo<Act>(() => {
    const example: Act["example"] = (side, found) => {
      const { view, answer, go } = latest.current;
      const { change, left } = adding(
        view,
        side,
        found.map(({ imageId }) => imageId),
      );
      go({ ...change, ...(answer.question ? {} : { mode: "examples" }) });
      announce(`${side === "pos" ? "More" : "Less"} like ${found.length === 1 ? "this one" : `these ${found.length}`}`);
      if (left > 0)
        notify({ title: `At most ${MOST_EXAMPLES} examples`, detail: `${left} had no room.`, tone: "info" });
    };
    const mark: Act["mark"] = (found, mark) => {
      const { answer, say } = latest.current;
      if (found.length > MOST_MARKED) {
        notify({ title: `Mark at most ${MOST_MARKED} images at once`, tone: "info" });
        return;
      }
      const rankOf = new Map(answer.items.map((one, index) => [one.imageId, index + 1]));
      const shown = found.map((one) => ({ found: one, rank: rankOf.get(one.imageId) ?? 1 }));
      const { asOf } = answer;
      void say(shown, mark).then(() =>
        setSince((before) => ({ asOf, marked: (before.asOf === asOf ? before.marked : 0) + found.length })),
      );
    };
    const findSimilar = ({ imageId }: Found) => latest.current.go(walking(latest.current.view, imageId));
    return { canMark, findSimilar, example, mark };
  }, [canMark]);
  return { act, marked: since.asOf === answer.asOf ? since.marked : 0 };
}
