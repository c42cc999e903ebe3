/** The page in a test: its question is kept as the address keeps it, and every change of it is told. */
import { screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";

import { AnomaliesPage } from "@/features/anomalies/AnomaliesPage";
import type { Question } from "@/features/anomalies/question";
import { renderIn } from "@/testing/render";

interface Props {
  first: Question;
  onChange: (patch: Partial<Question>) => void;
}

function Page({ first, onChange }: Props) {
  const [question, setQuestion] = useState(first);
  const change = (patch: Partial<Question>) => {
    onChange(patch);
    setQuestion((now) => ({ ...now, ...patch }));
  };
  return <AnomaliesPage question={question} change={change} />;
}

export const showPage = (first: Question = {}, onChange: Props["onChange"] = () => undefined) =>
  renderIn(<Page first={first} onChange={onChange} />);

/** Waits until it is the candidate. */
export const candidate = (name: string): Promise<HTMLElement> =>
  waitFor(() => within(screen.getByRole("region", { name: "Candidate" })).getByRole("link", { name }));
