/** What is let into the queue: no file twice, none that was finished earlier, none that cannot be taken. */
import { identityOf, whyNot } from "@/features/upload/admission";
import type { Found } from "@/features/upload/entries";
import type { Ledger } from "@/features/upload/ledger";
import type { Told } from "@/features/upload/steps";
import type { Outcome, UploadFile } from "@/features/upload/uploadFile";

export interface Memory {
  /** Whether this file was finished earlier, with the same tags and dataset. */
  has(identity: string, told: Told): boolean;
  add(identity: string, told: Told): void;
}

export class Intake {
  private readonly seen = new Map<string, UploadFile>();
  private tooLarge = Infinity;

  constructor(
    private readonly ledger: Ledger,
    private readonly memory: Memory,
  ) {}

  /** Put it into the ledger; true when it is to be sent. */
  take(one: Found, told: Told): boolean {
    const identity = identityOf(one.file, one.path);
    const earlier = this.seen.get(identity);
    if (earlier) return this.takeUp(earlier);
    if (this.memory.has(identity, told)) return false;
    const problem = this.refusal(one);
    this.seen.set(identity, this.ledger.add(one, problem ? "refused" : "queued", problem));
    return problem === null;
  }

  /** Why it is not to be sent, by what is known now. */
  refusal(one: Found): Outcome | null {
    return whyNot(one, this.tooLarge);
  }

  /** It has been refused: a size that the server does not take need not be asked about again. */
  learn({ file, outcome }: UploadFile): void {
    const isTooLarge = outcome?.kind === "problem" && outcome.reason === "too_many_bytes";
    if (isTooLarge) this.tooLarge = Math.min(this.tooLarge, file.size);
  }

  remember({ file, path }: UploadFile, told: Told): void {
    this.memory.add(identityOf(file, path), told);
  }

  clear(): void {
    this.seen.clear();
  }

  /** A file that is in the list is not put there twice; but one that was cancelled is wanted after all. */
  private takeUp(file: UploadFile): boolean {
    if (file.state !== "cancelled") return false;
    this.ledger.move(file, "queued", null);
    return true;
  }
}
