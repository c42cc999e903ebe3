/** Hashes files off the page's own thread, one after another. */
import { sha256Of } from "@/lib/sha256";

export interface HashAsked {
  readonly number: number;
  readonly file: File;
}

/** `problem` is the name of what happened: `NotFoundError` when the file has gone. */
export type HashTold =
  | { readonly number: number; readonly sha256: string }
  | { readonly number: number; readonly problem: string; readonly message: string };

let before: Promise<unknown> = Promise.resolve();

globalThis.addEventListener("message", ({ data }: MessageEvent<HashAsked>) => {
  before = before.then(async () => postMessage(await told(data)));
});

async function told({ number, file }: HashAsked): Promise<HashTold> {
  try {
    return { number, sha256: await sha256Of(file) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { number, problem: name, message };
  }
}
