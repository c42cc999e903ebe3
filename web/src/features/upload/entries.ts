/** Files out of inputs, dropped folders and the clipboard, a batch at a time. No bytes are read. */

/** A file and where it lay. `problem` says why it could not even be opened; then `file` is an empty stand-in. */
export interface Found {
  readonly file: File;
  readonly path: string;
  readonly problem?: string;
}

const BATCH = 500;
const SYSTEM_FILES = new Set(["thumbs.db", "desktop.ini", "icon\r", "__macosx"]);

/** Files that a person chose or pasted. Between batches the page may draw. */
export async function* fromFiles(files: ArrayLike<File>): AsyncGenerator<Found[]> {
  for (let from = 0; from < files.length; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, files.length - from) }, (_, index) => files[from + index]);
    yield batch
      .filter((file) => file !== undefined)
      .filter(isWanted)
      .map(found);
    await breath();
  }
}

/** What was dropped. Must be called while the event is being handled: the browser empties the transfer after it. */
export function fromDrop(transfer: DataTransfer): AsyncGenerator<Found[]> {
  const items = Array.from(transfer.items).filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return entries.length > 0 ? walk(entries) : fromFiles(Array.from(transfer.files));
}

/** Whether a drag carries files. */
export function hasFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes("Files") ?? false;
}

async function* walk(roots: readonly FileSystemEntry[]): AsyncGenerator<Found[]> {
  const stack = roots.toReversed();
  let batch: Found[] = [];
  for (let entry = stack.pop(); entry; entry = stack.pop()) {
    if (!isWanted(entry)) continue;
    if (isDirectory(entry)) await open(entry, stack, batch);
    else batch.push(await fileOf(entry as FileSystemFileEntry));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
    await breath();
  }
  yield batch;
}

/** Put a folder's entries on the stack, the first on top. A folder answers in parts, until one is empty. */
async function open(folder: FileSystemDirectoryEntry, stack: FileSystemEntry[], batch: Found[]): Promise<void> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  try {
    for (;;) {
      const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
      if (part.length === 0) break;
      entries.push(...part);
    }
  } catch {
    batch.push(unreadable(folder, "This folder could not be read to its end."));
  }
  for (const entry of entries.toReversed()) stack.push(entry);
}

async function fileOf(entry: FileSystemFileEntry): Promise<Found> {
  try {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return { file, path: entry.fullPath.replace(/^\/+/, "") };
  } catch {
    return unreadable(entry, "This file could not be opened.");
  }
}

function found(file: File): Found {
  return { file, path: file.webkitRelativePath || file.name };
}

function unreadable(entry: FileSystemEntry, problem: string): Found {
  return { file: new File([], entry.name), path: entry.fullPath.replace(/^\/+/, ""), problem };
}

function isDirectory(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** What systems leave in folders is passed over without a word. */
function isWanted({ name }: { readonly name: string }): boolean {
  return !name.startsWith(".") && !SYSTEM_FILES.has(name.toLowerCase());
}

function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
