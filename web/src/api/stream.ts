/** Event streams. Read by fetch, because EventSource cannot send the token and comes back for ever on a refusal. */
import { createParser } from "eventsource-parser";

import { apiBase } from "@/lib/apiBase";
import { authorized } from "@/api/client";
import { ApiError, Offline, problemOf } from "@/api/problems";

interface Watching<T> {
  onEvent: (name: string, data: T, id: string | undefined) => void;
  signal: AbortSignal;
  lastEventId?: string;
  /** True for an event after which nothing comes: the stream is not opened again. */
  isLast?: (name: string, data: T) => boolean;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Follow a stream of the API until it is over, coming back after each break with the last event's id.
 * Resolves when the server has nothing more to tell (204, or `isLast`), or when `signal` aborts. Raises ApiError when
 * it is refused.
 */
export async function watch<T>(path: string, { onEvent, signal, lastEventId, isLast }: Watching<T>): Promise<void> {
  let seen = lastEventId;
  let failures = 0;
  while (!signal.aborted) {
    const told = await readOnce<T>(path, seen, signal, (name, data, id) => {
      seen = id ?? seen;
      failures = 0;
      onEvent(name, data, id);
      return isLast?.(name, data) ?? false;
    });
    if (told.isOver) return;
    const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures++);
    await pause(told.retryMs ?? backoff * (0.5 + Math.random() / 2), signal);
  }
}

interface Told {
  isOver: boolean;
  retryMs?: number;
}

type OnEvent<T> = (name: string, data: T, id: string | undefined) => boolean;

async function readOnce<T>(path: string, seen: string | undefined, signal: AbortSignal, on: OnEvent<T>): Promise<Told> {
  try {
    const response = await open(path, seen, signal);
    return response.body ? await read(response.body, on) : { isOver: response.status === 204 };
  } catch (error) {
    if (signal.aborted) return { isOver: true };
    if (passesByItself(error)) return { isOver: false };
    throw error;
  }
}

async function open(path: string, seen: string | undefined, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { Accept: "text/event-stream" };
  if (seen) headers["Last-Event-ID"] = seen;
  const response = await authorized(new Request(`${apiBase() || location.origin}${path}`, { headers, signal }));
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** No answer, a stream that broke, too many streams, a part that is away. */
function passesByItself(error: unknown): boolean {
  if (error instanceof ApiError) return error.status === 429 || error.status >= 500;
  return error instanceof Offline || error instanceof TypeError;
}

async function read<T>(body: ReadableStream<Uint8Array>, on: OnEvent<T>): Promise<Told> {
  const told: Told = { isOver: false };
  const parser = createParser({
    onEvent: (event) => {
      if (on(event.event ?? "message", JSON.parse(event.data) as T, event.id)) told.isOver = true;
    },
    onRetry: (retryMs) => {
      told.retryMs = retryMs;
    },
  });
  const reader = body.getReader();
  const decoder = new TextDecoder();
  while (!told.isOver) {
    const { done, value } = await reader.read();
    if (done) break;
    parser.feed(decoder.decode(value, { stream: true }));
  }
  // Not waited for: where the body is read twice it is over only when both readers are.
  void reader.cancel().catch(() => undefined);
  return told;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
