/** The upload queue: which file goes when, what a person may do about it, and what the page is told. No framework. */
import type { Found } from "@/features/upload/entries";
import { Intake, type Memory } from "@/features/upload/intake";
import { type End, Journey } from "@/features/upload/journey";
import { Ledger } from "@/features/upload/ledger";
import { Rate } from "@/features/upload/rate";
import { countsOf, endedOf, type Snapshot } from "@/features/upload/snapshot";
import type { Steps, Told } from "@/features/upload/steps";
import { Ticker } from "@/features/upload/ticker";
import { isUnsent, type Outcome, type UploadFile } from "@/features/upload/uploadFile";
import { Watchers } from "@/features/upload/watchers";
import { Width } from "@/features/upload/width";

/** After so many files in a row that nobody was there to take, the queue stops by itself. */
const OUTAGES = 3;

/** What became of files that were added. */
export interface Added {
  readonly taken: number;
  readonly refused: number;
  /** Finished earlier, or in the queue already. */
  readonly skipped: number;
}

export class UploadQueue {
  readonly ledger = new Ledger();
  private readonly width = new Width();
  private readonly active = new Map<UploadFile, AbortController>();
  private readonly over = new AbortController();
  private readonly intake: Intake;
  private readonly watchers: Watchers;
  private readonly ticker = new Ticker(() => this.refresh());
  private readonly wire = new Rate();
  private readonly pace = new Rate();
  private told: Told = { tags: [], datasetId: null };
  private wireBytes = 0;
  private outages = 0;
  private isPaused = false;
  private halt: Outcome | null = null;
  private trouble: Outcome | null = null;
  private snapshot: Snapshot;

  readonly subscribe = this.ticker.subscribe;
  readonly getSnapshot = (): Snapshot => this.snapshot;

  constructor(
    private readonly steps: Steps,
    memory: Memory,
  ) {
    this.intake = new Intake(this.ledger, memory);
    this.watchers = new Watchers(steps, this.over.signal, (file, failure) => this.watched(file, failure));
    this.snapshot = this.look();
  }

  /** Put files at the end. Those that cannot be taken are listed with the reason, and nothing of them is sent. */
  add(found: readonly Found[], doesStart = true): Added {
    const isIdle = this.ledger.count("waiting") === 0 && this.active.size === 0;
    if (isIdle && found.length > 0) this.begin(!doesStart);
    const before = this.ledger.count("refused");
    const taken = found.filter((one) => this.intake.take(one, this.told)).length;
    const refused = this.ledger.count("refused") - before;
    this.fill();
    this.ticker.touch();
    return { taken, refused, skipped: found.length - taken - refused };
  }

  /** Tags and dataset of all files whose turn has not come yet. */
  tell(told: Told): void {
    this.told = told;
  }

  pause(): void {
    this.isPaused = true;
    this.wire.forget();
    this.pace.forget();
    this.ticker.tell();
  }

  resume(): void {
    this.begin(false);
    this.fill();
    this.ticker.tell();
  }

  cancel(file: UploadFile): void {
    if (!isUnsent(file.state)) return;
    const controller = this.active.get(file);
    if (controller) controller.abort();
    else this.ledger.move(file, "cancelled");
    this.ticker.tell();
  }

  /** Send nothing more. What is finished stays. */
  cancelRest(): void {
    for (let file = this.ledger.next(); file; file = this.ledger.next()) this.ledger.move(file, "cancelled");
    for (const [file, controller] of this.active) if (isUnsent(file.state)) controller.abort();
    this.resume();
  }

  retry(file: UploadFile): void {
    if (file.state !== "failed" && file.state !== "cancelled") return;
    this.ledger.move(file, "queued", null);
    this.resume();
  }

  retryFailed(): void {
    for (const file of this.ledger.all("failed")) this.ledger.move(file, "queued", null);
    this.resume();
  }

  /** Forget the files, when none is under way. */
  clear(): void {
    if (this.active.size > 0 || this.ledger.count("indexing") > 0) return;
    this.ledger.clear();
    this.intake.clear();
    this.resume();
  }

  /** Nobody is there any more whose files these are. */
  dispose(): void {
    this.isPaused = true;
    this.over.abort();
    for (const controller of this.active.values()) controller.abort();
    this.ticker.stop();
  }

  private begin(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.halt = null;
    this.trouble = null;
    this.outages = 0;
  }

  private fill(): void {
    while (!this.isPaused && this.active.size < this.width.now) {
      const file = this.ledger.next();
      if (!file) return;
      void this.carry(file);
    }
  }

  private async carry(file: UploadFile): Promise<void> {
    const controller = new AbortController();
    this.active.set(file, controller);
    const problem = this.intake.refusal(file);
    if (problem) this.ledger.move(file, "refused", problem);
    else await this.journey(file, controller.signal);
    this.active.delete(file);
    this.fill();
    this.ticker.touch();
  }

  private async journey(file: UploadFile, signal: AbortSignal): Promise<void> {
    this.ledger.move(file, "hashing");
    const told = this.told;
    const journey = new Journey(file, signal, {
      steps: this.steps,
      ledger: this.ledger,
      told,
      isPaused: () => this.isPaused,
      onChange: () => this.ticker.touch(),
      onSent: (bytes) => (this.wireBytes += bytes),
      onTrouble: (problem) => {
        this.trouble = problem;
        this.width.wasRefused(this.steps.now());
      },
    });
    this.ended(file, told, await journey.run());
  }

  private ended(file: UploadFile, told: Told, end: End): void {
    if (end === "arrived" || end === "awaited" || end === "known") this.arrived(file, told, end);
    if (end === "refused") this.intake.learn(file);
    if (end === "outage") this.outages += 1;
    if (end === "halt" || (end === "outage" && this.outages >= OUTAGES)) this.stop(file.outcome);
  }

  private arrived(file: UploadFile, told: Told, end: End): void {
    if (end === "awaited") this.watchers.add(file);
    if (end !== "known") this.width.went(file.file.size, this.steps.now());
    this.intake.remember(file, told);
    this.outages = 0;
    this.trouble = null;
  }

  private stop(why: Outcome | null): void {
    this.isPaused = true;
    this.halt = why;
  }

  private watched(file: UploadFile, failure: string | null): void {
    if (failure === null) this.ledger.move(file, "done");
    else
      this.ledger.move(file, "refused", { kind: "problem", title: "It could not be made searchable", detail: failure });
    this.ticker.touch();
  }

  private refresh(): void {
    const now = this.steps.now();
    this.wire.tell(now, this.wireBytes);
    this.pace.tell(now, this.ledger.bytes.moved);
    this.snapshot = this.look();
  }

  private look(): Snapshot {
    const { total, moved } = this.ledger.bytes;
    const now = this.steps.now();
    const counts = countsOf(this.ledger);
    return {
      counts,
      ended: endedOf(counts),
      bytesTotal: total,
      bytesMoved: moved,
      pace: this.wire.perSecond(now),
      left: this.isPaused ? null : this.pace.secondsFor(total - moved, now),
      run: this.standing(),
      halt: this.halt,
      trouble: this.trouble,
    };
  }

  private standing(): Snapshot["run"] {
    if (this.halt) return "halted";
    if (this.ledger.count("waiting") === 0 && this.active.size === 0) return "idle";
    return this.isPaused ? "paused" : "running";
  }
}
