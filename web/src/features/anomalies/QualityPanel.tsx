/** The quality checks: how many images fail each, by which rule, and where to see them. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Search } from "lucide-react";

import { CHECK_NAMES, type QualityCheck, qualityQuery } from "@/api/qualityChecks";
import type { components } from "@/api/schema";
import { ErrorPanel } from "@/components/ErrorPanel";
import type { Change, Question } from "@/features/anomalies/question";
import { ruleOf } from "@/features/anomalies/words";
import { cx } from "@/lib/cx";
import { capital, count, counted } from "@/lib/format";
import { buttonLooks } from "@/ui/Button";
import { Skeleton } from "@/ui/Skeleton";

type Check = components["schemas"]["CheckOut"];

interface Props {
  question: Question;
  change: Change;
}

export function QualityPanel({ question, change }: Props) {
  const answer = useQuery(qualityQuery(question.dataset));
  const { data } = answer;
  return (
    <section aria-labelledby="quality" className="mt-4 flex flex-col gap-3 border-t border-line pt-5">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 id="quality" className="text-lg font-semibold">
          Quality checks
        </h2>
        {data && (
          <p className="text-sm text-quiet">
            {count(data.passed)} of {counted(data.images, "image")} pass all of them
            {data.not_looked_at > 0 && `; ${count(data.not_looked_at)} not looked at yet`}
          </p>
        )}
      </div>
      {answer.isPending && <Skeleton className="h-48" />}
      {answer.error && !data && <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />}
      {data && (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3 2xl:grid-cols-4">
          {data.checks.map((one) => (
            <Card key={one.check} check={one} question={question} change={change} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Card({ check: one, question, change }: Props & { check: Check }) {
  const isChosen = question.check === one.check;
  const { dataset } = question;
  const name = capital(CHECK_NAMES[one.check]);
  return (
    <li
      className={cx(
        "flex items-start gap-2 rounded-card border bg-surface py-2 pr-2 pl-3",
        isChosen ? "border-accent" : "border-line",
      )}
    >
      <button
        type="button"
        aria-pressed={isChosen}
        disabled={one.failed === 0 && !isChosen}
        className="min-w-0 flex-1 rounded-control text-left"
        onClick={() => change(isChosen ? { check: undefined, i: undefined } : only(one.check))}
      >
        <span className="flex items-baseline gap-2">
          <strong className="text-lg tabular-nums">{count(one.failed)}</strong>
          <span className="font-medium">{name}</span>
        </span>
        <span className="block text-xs text-quiet">{ruleOf(one)}</span>
        {one.failed > 0 && (
          <span className="mt-0.5 block text-xs font-medium text-accent">
            {isChosen ? "Show all images again" : "Show these, the oddest first"}
          </span>
        )}
      </button>
      {one.failed > 0 && (
        <Link
          to="/search"
          search={{ checks: [one.check], ...(dataset ? { dataset } : {}) }}
          aria-label={`Search: ${name.toLowerCase()}`}
          className={buttonLooks({ look: "quiet", size: "icon" })}
        >
          <Search aria-hidden size={16} />
        </Link>
      )}
    </li>
  );
}

/** Those that fail a check are not odd by every method: all of them are shown, flagged or not. */
const only = (check: QualityCheck): Partial<Question> => ({ check, flagged: false, i: undefined });
