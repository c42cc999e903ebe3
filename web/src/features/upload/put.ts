/** One PUT to the object store, with upload progress, which fetch does not tell. */
import { StoreError } from "@/features/upload/failures";

interface Put {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Longer without a byte going out, and the connection is taken for dead. */
const STALLED_MS = 60_000;

/** Send the file. Success is a 2xx. Raises StoreError, and the signal's reason. */
export function put(
  { method, url, headers }: Put,
  file: Blob,
  onProgress: (sent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let watchdog = setTimeout(() => request.abort(), STALLED_MS);
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => request.abort(), STALLED_MS);
    };
    const abort = () => {
      reject(signal.reason as Error);
      request.abort();
    };
    signal.addEventListener("abort", abort, { once: true });
    request.upload.addEventListener("progress", ({ loaded }) => {
      alive();
      onProgress(Math.min(loaded, file.size));
    });
    request.addEventListener("loadend", () => {
      clearTimeout(watchdog);
      signal.removeEventListener("abort", abort);
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(new StoreError(request.status, retryAfter(request)));
    });
    request.open(method, url);
    for (const [name, value] of Object.entries(headers))
      if (!isSetByBrowser(name)) request.setRequestHeader(name, value);
    request.send(file);
  });
}

/** The length and the host are signed too, and are the browser's to set. */
function isSetByBrowser(name: string): boolean {
  return ["content-length", "host"].includes(name.toLowerCase());
}

/** Looked up among all that may be read: to ask for one that the store does not show is an error in the console. */
function retryAfter(request: XMLHttpRequest): number | undefined {
  const seconds = Number(/^retry-after: *(\d+)/im.exec(request.getAllResponseHeaders())?.[1]);
  return seconds > 0 ? seconds : undefined;
}
