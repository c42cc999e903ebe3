/** Which files are refused before anything is sent, and why. */
import type { Found } from "@/features/upload/entries";
import { declaredType, FORMAT_NAMES } from "@/features/upload/formats";
import type { Outcome } from "@/features/upload/uploadFile";

/** Why it cannot be taken; null when it can. `tooLarge`: the least size that the server has refused so far. */
export function whyNot({ file, problem }: Found, tooLarge: number): Outcome | null {
  if (problem) return refusal("Not read", problem);
  if (declaredType(file.name, file.type) === null)
    return refusal("Not a picture format that is taken", `Taken are ${FORMAT_NAMES}.`);
  if (file.size === 0) return refusal("Empty", "The file has no bytes.");
  return file.size >= tooLarge
    ? refusal("Too large", "The server has refused a file that is no larger than this one.")
    : null;
}

/** What makes two files the same without reading them. */
export function identityOf(file: File, path: string): string {
  return `${path}\t${file.size}\t${file.lastModified}`;
}

function refusal(title: string, detail: string): Outcome {
  return { kind: "problem", title, detail };
}
