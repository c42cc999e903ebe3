/** Where files of one state lie: put, taken and looked at by position, each in constant time. */
import type { UploadFile } from "@/features/upload/uploadFile";

export interface Shelf {
  readonly size: number;
  at(index: number): UploadFile | undefined;
  put(file: UploadFile): void;
  take(file: UploadFile): void;
}

/** A shelf without an order that matters: the last file moves into the place of the one that is taken. */
export class Heap implements Shelf {
  private readonly files: UploadFile[] = [];

  get size(): number {
    return this.files.length;
  }

  at(index: number): UploadFile | undefined {
    return this.files[index];
  }

  put(file: UploadFile): void {
    file.slot = this.files.length;
    this.files.push(file);
  }

  take(file: UploadFile): void {
    const last = this.files.pop();
    if (!last || last === file) return;
    this.files[file.slot] = last;
    last.slot = file.slot;
  }
}

const SLACK = 1024;

/** Files that wait for their turn. From its front in constant time; from its middle, where only a person takes, not. */
export class Line implements Shelf {
  private files: UploadFile[] = [];
  private head = 0;

  get size(): number {
    return this.files.length - this.head;
  }

  at(index: number): UploadFile | undefined {
    return this.files[this.head + index];
  }

  put(file: UploadFile): void {
    this.files.push(file);
  }

  putFirst(file: UploadFile): void {
    if (this.head > 0) this.files[--this.head] = file;
    else this.files.unshift(file);
  }

  take(file: UploadFile): void {
    if (this.files[this.head] === file) this.head += 1;
    else this.files.splice(this.files.indexOf(file, this.head), 1);
    if (this.head < SLACK || this.head * 2 < this.files.length) return;
    this.files = this.files.slice(this.head);
    this.head = 0;
  }
}
