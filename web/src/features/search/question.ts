/** From the URL to what is asked of the API, and from one question to the next. Pure. */
import { type ApiFilter, apiFilter } from "@/features/search/filters";
import { MOST_HOPS, type View } from "@/features/search/view";

export type Crop = NonNullable<View["crop"]>;

/** What is asked about. */
export type Ask =
  | { kind: "text"; text: string }
  | { kind: "image"; imageId: string; crop: Crop | undefined }
  | { kind: "file"; marker: string; crop: Crop | undefined }
  | { kind: "examples" };

/** How it is asked: the members of the request that do not depend on the page. */
export interface Params {
  limit: number;
  filter?: ApiFilter;
  phash_gate?: number;
  use_crops?: true;
  use_feedback?: true;
  positive_ids?: readonly string[];
  negative_ids?: readonly string[];
}

export interface Question {
  ask: Ask;
  params: Params;
}

/** The API answers with so many hits at most, over all pages. */
export const MOST_HITS = 2000;
const PER_PAGE = 100;

/** What the view asks about; null where it asks nothing and the newest images are shown. */
export function askOf(view: View): Ask | null {
  const words: Ask | null = view.q === undefined ? null : { kind: "text", text: view.q };
  const examples: Ask | null = view.pos ? { kind: "examples" } : null;
  if (view.mode === "examples") return examples;
  if (view.mode === "text") return words ?? examples;
  if (view.mode === "image") return pictureOf(view) ?? examples;
  return words ?? pictureOf(view) ?? examples;
}

function pictureOf({ img, file, crop }: View): Ask | null {
  if (img) return { kind: "image", imageId: img, crop };
  return file ? { kind: "file", marker: file, crop } : null;
}

/** The tab that is open. */
export function tabOf(view: View): "text" | "image" {
  const ask = askOf(view);
  if (view.mode === "text" || view.mode === "image") return view.mode;
  return ask?.kind === "image" || ask?.kind === "file" ? "image" : "text";
}

export function pageSize(view: View): number {
  return view.limit ?? PER_PAGE;
}

/** The whole question; null where there is none. */
export function questionOf(view: View): Question | null {
  const ask = askOf(view);
  return ask && { ask, params: paramsOf(view, ask) };
}

function paramsOf(view: View, ask: Ask): Params {
  const filter = apiFilter(view);
  const { positive, negative } = examplesOf(view, ask);
  return {
    limit: pageSize(view),
    ...(filter && { filter }),
    ...(isOfPicture(ask) && view.gate !== undefined && { phash_gate: view.gate }),
    ...(view.crops && { use_crops: true }),
    ...(ask.kind !== "examples" && view.fb && { use_feedback: true }),
    ...(positive.length > 0 && { positive_ids: positive }),
    ...(negative.length > 0 && { negative_ids: negative }),
  };
}

/** An image cannot be both, nor can what is asked about be an example: the API refuses it. */
function examplesOf(view: View, ask: Ask): { positive: string[]; negative: string[] } {
  const own = ask.kind === "image" && !ask.crop ? ask.imageId : undefined;
  const positive = (view.pos ?? []).filter((id) => id !== own);
  return { positive, negative: (view.neg ?? []).filter((id) => id !== own && !positive.includes(id)) };
}

/** Only pictures have a pHash, and scores of their own kind. */
export function isOfPicture(ask: Ask | null): boolean {
  return ask?.kind === "image" || ask?.kind === "file";
}

/** One page as JSON. Not for files, and not for parts of pictures: those are sent as forms. */
export function jsonOf({ ask, params }: Question, offset: number) {
  const { positive_ids, negative_ids, ...rest } = params;
  return {
    ...rest,
    offset,
    ...(ask.kind === "text" && { text_query: ask.text }),
    ...(ask.kind === "image" && { image_id: ask.imageId }),
    ...(positive_ids && { positive_ids: [...positive_ids] }),
    ...(negative_ids && { negative_ids: [...negative_ids] }),
  };
}

/** One page as a form: the file, and every other member spelled as in JSON. */
export function formOf({ params }: Question, offset: number, picture: Blob): FormData {
  const form = new FormData();
  form.set("file", picture, picture instanceof File ? picture.name : "part.png");
  for (const [name, value] of Object.entries({ ...params, offset })) form.set(name, JSON.stringify(value));
  return form;
}

/** True where the picture itself has to be sent. */
export function isSent(ask: Ask): boolean {
  return ask.kind === "file" || (ask.kind === "image" && ask.crop !== undefined);
}

/** Ask about something else: what held only for the question before is taken back, filters stay. */
export function asking(view: View, next: Partial<View>): Partial<View> {
  const isSameKind = isOfPicture(askOf(view)) === isOfPicture(askOf(next));
  return {
    mode: undefined,
    q: undefined,
    img: undefined,
    file: undefined,
    crop: undefined,
    pos: undefined,
    neg: undefined,
    trail: undefined,
    id: undefined,
    ...(!isSameKind && { min: undefined, gate: undefined }),
    ...next,
  };
}

/** Walk on from what is asked to what is like this image. */
export function walking(view: View, imageId: string): Partial<View> {
  const step = stepOf(view);
  const trail = view.trail ?? [];
  const closes = trail.indexOf(`i:${imageId}`);
  const walked = closes >= 0 ? trail.slice(0, closes) : step ? [...trail, step].slice(-MOST_HOPS) : trail;
  return asking(view, { mode: "image", img: imageId, trail: walked.length > 0 ? walked : undefined });
}

/** Walk back to the step at this index of the trail. */
export function walkingBack(view: View, index: number): Partial<View> {
  const trail = view.trail ?? [];
  const rest = trail.slice(0, index);
  return asking(view, { ...viewOfStep(trail[index] ?? ""), trail: rest.length > 0 ? rest : undefined });
}

/** The present question as a step of a trail; undefined where it cannot be returned to. */
function stepOf(view: View): string | undefined {
  const ask = askOf(view);
  if (ask?.kind === "text") return `t:${ask.text}`;
  if (ask?.kind === "image") return `i:${ask.imageId}`;
  return ask?.kind === "file" ? `f:${ask.marker}` : undefined;
}

/** The question that a step stands for. */
export function viewOfStep(step: string): Partial<View> {
  const rest = step.slice(2);
  if (step.startsWith("i:")) return { mode: "image", img: rest };
  if (step.startsWith("f:")) return { mode: "image", file: rest };
  return { mode: "text", q: rest };
}
