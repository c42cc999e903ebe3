/** An empty queue: why it is empty, and what to do about it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { CHECK_NAMES } from "@/api/qualityChecks";
import { EmptyState } from "@/components/EmptyState";
import { progressOf, queueOf } from "@/features/anomalies/answers";
import {
  type Change,
  type Method,
  METHODS,
  methodOf,
  type Question,
  reviewedOf,
  type Run,
  wantsFlagged,
} from "@/features/anomalies/question";
import type { Queue } from "@/features/anomalies/useQueue";
import type { Scoring } from "@/features/anomalies/useScoring";
import { figure, METHOD_NAMES } from "@/features/anomalies/words";
import { count } from "@/lib/format";
import { Button, buttonLooks } from "@/ui/Button";

interface Props {
  question: Question;
  change: Change;
  queue: Queue;
  scoring: Scoring;
  mayScore: boolean;
}

export function NothingHere({ question, change, queue, scoring, mayScore }: Props) {
  const { run } = queue;
  if (!run) return <NeverScored scoring={scoring} mayScore={mayScore} />;
  if (!run.enough) return <TooFew run={run} />;
  if (question.check) return <NoneFails question={question} change={change} />;
  if (reviewedOf(question) === "yes") return <NoneReviewed change={change} />;
  return <NoneLeft question={question} change={change} run={run} />;
}

function NeverScored({ scoring, mayScore }: Pick<Props, "scoring" | "mayScore">) {
  const begin = (
    <Button look="primary" disabled={scoring.isRunning} onClick={() => void scoring.begin()}>
      {scoring.isRunning ? "Scoring …" : "Score now"}
    </Button>
  );
  return (
    <EmptyState title="Nothing has been scored here yet" actions={mayScore && begin}>
      <p>
        A scoring compares every image with all others and puts the oddest first. After the first one it is done every
        night.{mayScore ? "" : " Somebody with the role editor can begin it."}
      </p>
    </EmptyState>
  );
}

function TooFew({ run }: { run: Run }) {
  const upload = (
    <Link to="/upload" className={buttonLooks({ look: "primary" })}>
      Upload images
    </Link>
  );
  return (
    <EmptyState
      title={`Too few images: ${count(run.images)} of the ${count(run.needed)} that are needed`}
      actions={upload}
    >
      <p>What is odd shows only beside {run.k} others. Near-duplicates of one another count as one image.</p>
    </EmptyState>
  );
}

function NoneFails({ question, change }: Pick<Props, "question" | "change">) {
  const name = question.check ? CHECK_NAMES[question.check] : "";
  return (
    <EmptyState
      title={`Nothing in this queue fails the check "${name}"`}
      actions={<Button onClick={() => change({ check: undefined })}>Show all images</Button>}
    />
  );
}

function NoneReviewed({ change }: Pick<Props, "change">) {
  return (
    <EmptyState
      title="Nobody has reviewed anything here yet"
      actions={<Button onClick={() => change({ reviewed: undefined })}>Show what is to be reviewed</Button>}
    />
  );
}

function NoneLeft({ question, change, run }: Pick<Props, "question" | "change"> & { run: Run }) {
  const method = methodOf(question);
  const { data: progress } = useQuery(progressOf(question.dataset, method));
  const isDone = (progress?.flagged ?? 0) > 0 || !wantsFlagged(question);
  const below = useBelow(question, run);
  const others = METHODS.filter((one) => one !== method && (run.flagged[one] ?? 0) > 0);
  const highest = <Button onClick={() => change({ flagged: false })}>Show the highest scores</Button>;
  const reviewed = <Button onClick={() => change({ reviewed: "yes" })}>Show what was reviewed</Button>;
  return (
    <EmptyState
      title={isDone ? "All of it is reviewed" : "Nothing is flagged"}
      actions={
        <>
          {isDone && reviewed}
          {wantsFlagged(question) && highest}
          {others.map((one) => (
            <Button key={one} onClick={() => change({ method: one })}>
              {METHOD_NAMES[one]} flags {count(run.flagged[one] ?? 0)}
            </Button>
          ))}
        </>
      }
    >
      {isDone ? <p>Nobody has to look at anything here until the next scoring.</p> : below}
    </EmptyState>
  );
}

const NEAR = 0.8;

/** How many scores are just below the fence. */
function useBelow(question: Question, run: Run): ReactNode {
  const { data } = useInfiniteQuery(queueOf({ ...question, flagged: false }));
  const fence = run.fences[methodOf(question) satisfies Method];
  if (fence === undefined) return <p>Nobody has called anything normal here, so there is nothing to compare with.</p>;
  const [page] = data?.pages ?? [];
  const near = page?.anomalies.filter(({ score }) => score > fence * NEAR && score <= fence).length ?? 0;
  const many = page?.next_cursor && near === page.anomalies.length ? "or more " : "";
  return (
    <p>
      No score is above the fence of {figure(fence)}.
      {page && ` ${count(near)} ${many}are just below, between ${figure(fence * NEAR)} and ${figure(fence)}.`}
    </p>
  );
}
