/** All files of the queue, by state, with totals that are kept and never counted anew. */
import type { Found } from "@/features/upload/entries";
import { Heap, Line, type Shelf } from "@/features/upload/shelves";
import { type Outcome, TAB_OF, TABS, type Tab, type UploadFile, type UploadState } from "@/features/upload/uploadFile";

export interface Bytes {
  /** Of all files that are to be sent, or were. */
  readonly total: number;
  /** Of those, what need not be sent any more. */
  readonly moved: number;
}

export class Ledger {
  private files: UploadFile[] = [];
  private line = new Line();
  private shelves = emptyShelves(this.line);
  private totalBytes = 0;
  private movedBytes = 0;

  get bytes(): Bytes {
    return { total: this.totalBytes, moved: this.movedBytes };
  }

  get size(): number {
    return this.files.length;
  }

  add({ file, path }: Found, state: UploadState, outcome: Outcome | null = null): UploadFile {
    const added = { id: this.files.length, file, path, state, sent: 0, outcome, revision: 0, slot: 0 };
    this.files.push(added);
    this.weigh(added, 1);
    this.shelves[TAB_OF[state]].put(added);
    return added;
  }

  /** A file's new state. `isFirst` puts a waiting one at the front again. */
  move(file: UploadFile, state: UploadState, outcome: Outcome | null = file.outcome, isFirst = false): void {
    this.weigh(file, -1);
    const [from, to] = [TAB_OF[file.state], TAB_OF[state]];
    file.state = state;
    file.outcome = outcome;
    file.revision += 1;
    if (state === "queued" || state === "sending") file.sent = 0;
    this.weigh(file, 1);
    if (from === to) return;
    this.shelves[from].take(file);
    if (isFirst && to === "waiting") this.line.putFirst(file);
    else this.shelves[to].put(file);
  }

  /** So many bytes of it have been sent; what is told of a try that is over does not count. */
  progress(file: UploadFile, sent: number): void {
    if (file.state !== "sending") return;
    this.movedBytes += sent - file.sent;
    file.sent = sent;
    file.revision += 1;
  }

  /** Who is next. */
  next(): UploadFile | undefined {
    return this.line.at(0);
  }

  count(tab: Tab | "all"): number {
    return tab === "all" ? this.files.length : this.shelves[tab].size;
  }

  at(tab: Tab | "all", index: number): UploadFile | undefined {
    return tab === "all" ? this.files[index] : this.shelves[tab].at(index);
  }

  /** All of a tab, for what a person does to all of them. */
  all(tab: Tab): UploadFile[] {
    return Array.from({ length: this.count(tab) }, (_, index) => this.at(tab, index)).filter(
      (file) => file !== undefined,
    );
  }

  clear(): void {
    this.files = [];
    this.line = new Line();
    this.shelves = emptyShelves(this.line);
    this.totalBytes = 0;
    this.movedBytes = 0;
  }

  private weigh(file: UploadFile, sign: 1 | -1): void {
    if (file.state === "refused" || file.state === "cancelled") return;
    this.totalBytes += sign * file.file.size;
    this.movedBytes += sign * movedOf(file);
  }
}

function movedOf({ state, sent, file }: UploadFile): number {
  if (state === "sending") return sent;
  return TAB_OF[state] === "waiting" || TAB_OF[state] === "sending" ? 0 : file.size;
}

function emptyShelves(line: Line): Record<Tab, Shelf> {
  const shelves = TABS.map((tab): [Tab, Shelf] => [tab, tab === "waiting" ? line : new Heap()]);
  return Object.fromEntries(shelves) as Record<Tab, Shelf>;
}
