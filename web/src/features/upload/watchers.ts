/** Images that were kept but are not searchable yet: waits for them, a few at a time, because streams are few. */
import { problemOf } from "@/features/upload/failures";
import type { Steps } from "@/features/upload/steps";
import type { UploadFile } from "@/features/upload/uploadFile";

const AT_ONCE = 2;

export class Watchers {
  private readonly waiting: UploadFile[] = [];
  private next = 0;
  private open = 0;

  constructor(
    private readonly steps: Steps,
    private readonly signal: AbortSignal,
    private readonly onEnd: (file: UploadFile, failure: string | null) => void,
  ) {}

  add(file: UploadFile): void {
    this.waiting.push(file);
    this.fill();
  }

  private fill(): void {
    while (this.open < AT_ONCE && this.next < this.waiting.length) {
      const file = this.waiting[this.next++];
      if (file) void this.follow(file);
    }
    if (this.next < this.waiting.length) return;
    this.waiting.length = 0;
    this.next = 0;
  }

  private async follow(file: UploadFile): Promise<void> {
    if (file.outcome?.kind !== "new") return;
    this.open += 1;
    try {
      this.onEnd(file, await this.steps.watch(file.outcome.imageId, this.signal));
    } catch (error) {
      const problem = problemOf(error);
      if (!this.signal.aborted) this.onEnd(file, problem.kind === "problem" ? problem.title : "");
    } finally {
      this.open -= 1;
      this.fill();
    }
  }
}
