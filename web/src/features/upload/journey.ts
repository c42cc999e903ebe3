/** The way of one file, from hash to image, with its tries. What is done is not done again. */
import { isOutage, judge, problemOf, TRIES, waitMs } from "@/features/upload/failures";
import type { Ledger } from "@/features/upload/ledger";
import type { Known, Place, Steps, Taken, Told } from "@/features/upload/steps";
import type { Outcome, UploadFile } from "@/features/upload/uploadFile";

export interface Surroundings {
  readonly steps: Steps;
  readonly ledger: Ledger;
  readonly told: Told;
  /** True when no more tries are to be begun. */
  readonly isPaused: () => boolean;
  readonly onChange: () => void;
  readonly onSent: (bytes: number) => void;
  /** Nobody was there to take it; it is tried again. */
  readonly onTrouble: (problem: Outcome) => void;
}

/** How it ended. `outage`: nobody was there; `halt`: no other file would fare better. */
export type End = "arrived" | "known" | "awaited" | "failed" | "refused" | "outage" | "halt" | "cancelled" | "put back";

export class Journey {
  private known: Known | null | undefined;
  private place: Place | undefined;

  constructor(
    private readonly file: UploadFile,
    private readonly signal: AbortSignal,
    private readonly around: Surroundings,
  ) {}

  /** Go, as often as is sensible. Never raises: the file's state tells. */
  async run(): Promise<End> {
    for (let tries = 1; ; tries += 1) {
      try {
        this.signal.throwIfAborted();
        await this.around.steps.reachable(this.signal);
        if (this.around.isPaused()) return this.putBack();
        return await this.attempt();
      } catch (error) {
        const end = await this.afterError(error, tries);
        if (end) return end;
      }
    }
  }

  private async attempt(): Promise<End> {
    if (this.known === undefined) this.known = await this.whatIsKnown();
    if (this.known && covers(this.known, this.around.told)) return this.isDuplicate(this.known);
    this.place ??= await this.send();
    this.move("ingesting");
    const { steps, told } = this.around;
    return this.arrive(await steps.ingest(this.place, this.file.path, told, this.signal));
  }

  private async whatIsKnown(): Promise<Known | null> {
    const { steps } = this.around;
    this.move("hashing");
    const sha256 = await steps.hash(this.file.file, this.signal);
    if (!sha256) return null;
    this.move("checking");
    return await steps.check(sha256, this.signal).catch((error: unknown) => {
      if (this.signal.aborted || judge(error) === "halt") throw error;
      return null;
    });
  }

  private async send(): Promise<Place> {
    const { steps, ledger, onChange, onSent } = this.around;
    const { file, path } = this.file;
    this.move("sending");
    const progress = (sent: number) => {
      onSent(Math.max(0, sent - this.file.sent));
      ledger.progress(this.file, sent);
      onChange();
    };
    return steps.send(file, path, progress, this.signal);
  }

  private isDuplicate({ imageId, filename }: Known): End {
    this.around.ledger.move(this.file, "duplicate", { kind: "same", imageId, filename, isMerged: false });
    return "known";
  }

  private arrive({ imageId, filename, isNew, isSearchable, likes, likeCount }: Taken): End {
    const { ledger } = this.around;
    if (!isNew) {
      ledger.move(this.file, "duplicate", { kind: "same", imageId, filename, isMerged: true });
      return "arrived";
    }
    ledger.move(this.file, isSearchable ? "done" : "ingesting", { kind: "new", imageId, likes, likeCount });
    return isSearchable ? "arrived" : "awaited";
  }

  private async afterError(error: unknown, tries: number): Promise<End | undefined> {
    if (this.signal.aborted) return this.end("cancelled", "cancelled");
    const verdict = judge(error);
    if (verdict === "resend") this.place = undefined;
    if (verdict === "refused") return this.end("refused", "refused", error);
    if (verdict === "halt" || verdict === "failed") return this.end("failed", verdict, error);
    if (tries >= TRIES) return this.end("failed", isOutage(error) ? "outage" : "failed", error);
    this.waits(problemOf(error), isOutage(error));
    await this.around.steps.wait(waitMs(error, tries), this.signal).catch(() => undefined);
    return undefined;
  }

  private waits(problem: Outcome, isTrouble: boolean): void {
    this.around.ledger.move(this.file, this.file.state, problem);
    if (isTrouble) this.around.onTrouble(problem);
    this.around.onChange();
  }

  private end(state: "failed" | "refused" | "cancelled", end: End, error?: unknown): End {
    this.around.ledger.move(this.file, state, error === undefined ? null : problemOf(error));
    return end;
  }

  private putBack(): End {
    this.around.ledger.move(this.file, "queued", null, true);
    return "put back";
  }

  private move(state: "hashing" | "checking" | "sending" | "ingesting"): void {
    this.around.ledger.move(this.file, state, null);
    this.around.onChange();
  }
}

/** Whether sending it would add nothing: no tag and no dataset that the image lacks. */
function covers({ tags, datasetId }: Known, told: Told): boolean {
  const has = new Set(tags);
  return told.tags.every((tag) => has.has(tag)) && (told.datasetId === null || told.datasetId === datasetId);
}
