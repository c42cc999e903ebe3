/** The hash worker as a function. The worker starts with the first file. */
import type { HashAsked, HashTold } from "@/features/upload/hash.worker";

/** Above this, reading a file twice costs more than sending one that is known. */
const LARGEST_BYTES = 64 * 2 ** 20;

interface Asker {
  resolve: (sha256: string | null) => void;
  reject: (error: unknown) => void;
}

export class Hasher {
  private worker: Worker | undefined;
  private number = 0;
  private isBroken = false;
  private readonly askers = new Map<number, Asker>();

  constructor(private readonly start: () => Worker) {}

  /** Null for a file above 64 MB. Raises what reading it raises, and the signal's reason. */
  async hash(file: File, signal: AbortSignal): Promise<string | null> {
    if (file.size > LARGEST_BYTES || this.isBroken) return null;
    signal.throwIfAborted();
    this.worker ??= this.begin();
    const number = this.number++;
    const asked: HashAsked = { number, file };
    const forget = () => this.settle(number)?.reject(signal.reason);
    signal.addEventListener("abort", forget, { once: true });
    try {
      return await new Promise<string | null>((resolve, reject) => {
        this.askers.set(number, { resolve, reject });
        this.worker?.postMessage(asked);
      });
    } finally {
      signal.removeEventListener("abort", forget);
    }
  }

  dispose(): void {
    this.worker?.terminate();
    this.worker = undefined;
  }

  private begin(): Worker {
    const worker = this.start();
    worker.addEventListener("message", ({ data }: MessageEvent<HashTold>) => {
      const asker = this.settle(data.number);
      if ("sha256" in data) asker?.resolve(data.sha256);
      else asker?.reject(new DOMException(data.message, data.problem));
    });
    worker.addEventListener("error", () => this.fail());
    return worker;
  }

  /** The worker itself did not start: files go on without their hash being known. */
  private fail(): void {
    this.isBroken = true;
    this.dispose();
    for (const number of this.askers.keys()) this.settle(number)?.resolve(null);
  }

  private settle(number: number): Asker | undefined {
    const asker = this.askers.get(number);
    this.askers.delete(number);
    return asker;
  }
}
