/** What people say of an image, in words; and what a new word does to the list of them. */
import type { components } from "@/api/schema";

type Schemas = components["schemas"];
export type Said = Schemas["FeedbackOut"];
export type Word = Schemas["Action"];
export type Question = Schemas["QueryIn"];
export type History = Schemas["HistoryOut"];

export const WORDS: Readonly<Record<Word, string>> = {
  relevant: "fits",
  irrelevant: "does not fit",
  duplicate: "a duplicate",
  anomaly: "an anomaly",
};

/** Whether the word needs a question that the image answers. */
function isAboutQuery(word: Word): boolean {
  return word === "relevant" || word === "irrelevant";
}

/** One's own word of this kind about this question, if there is one. */
export function ownWord(
  said: readonly Said[],
  userId: string,
  word: Word,
  question: Question | undefined,
): Said | undefined {
  return said.find(
    (one) => one.user_id === userId && one.action === word && (!isAboutQuery(word) || isSame(one.query, question)),
  );
}

/** The list with a new word: it takes the place of what the same person said of the same. */
export function withWord(history: History, word: Said): History {
  const others = history.feedback.filter((one) => one.feedback_id !== word.feedback_id && !isReplaced(one, word));
  return { ...history, feedback: [word, ...others] };
}

/** The list without a word. */
export function withoutWord(history: History, feedbackId: string): History {
  return { ...history, feedback: history.feedback.filter((one) => one.feedback_id !== feedbackId) };
}

function isReplaced(old: Said, word: Said): boolean {
  if (old.user_id !== word.user_id || isAboutQuery(old.action) !== isAboutQuery(word.action)) return false;
  if (!isAboutQuery(word.action) && old.action !== word.action) return false;
  return isSame(old.query, word.query ?? undefined);
}

/** As the API has it: words are the same whatever their case and spaces, pictures by id or by bytes. */
function isSame(asked: Said["query"], question: Question | undefined): boolean {
  if (!asked || !question) return !asked && !question;
  if (question.text_query) return asked.text_query !== null && plain(asked.text_query) === plain(question.text_query);
  if (question.image_id) return asked.image_id === question.image_id;
  return Boolean(question.sha256) && asked.sha256 === question.sha256;
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean).join(" ");
}
