/** Which files were finished before the page was closed: kept in IndexedDB for each person, and bounded. */
import type { Told } from "@/features/upload/steps";

interface Chunk {
  readonly owner: string;
  readonly keys: readonly string[];
}

const DATABASE = "semblance.uploads";
const STORE = "finished";
const MOST_KEYS = 150_000;
const CHUNK_KEYS = 200;
const FLUSH_MS = 1000;

/** One person's finished files. What cannot be kept is not: then a reload sends their hashes again, no more. */
export class Manifest {
  private readonly finished = new Set<string>();
  private readonly unwritten: string[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;

  private constructor(
    private readonly owner: string,
    private readonly database: IDBDatabase | null,
    private readonly most: number,
  ) {}

  /** Read what is there of this person, `most` files at most. */
  static async open(owner: string, most = MOST_KEYS): Promise<Manifest> {
    const database = await openDatabase().catch(() => null);
    const manifest = new Manifest(owner, database, most);
    await manifest.load().catch(() => undefined);
    return manifest;
  }

  get size(): number {
    return this.finished.size;
  }

  has(identity: string, told: Told): boolean {
    return this.finished.size > 0 && this.finished.has(keyOf(identity, told));
  }

  add(identity: string, told: Told): void {
    const key = keyOf(identity, told);
    if (this.finished.has(key)) return;
    this.finished.add(key);
    this.unwritten.push(key);
    if (this.unwritten.length >= CHUNK_KEYS) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** Forget this person's files. */
  async clear(): Promise<void> {
    this.finished.clear();
    this.unwritten.length = 0;
    await this.each("next", (cursor) => cursor.delete());
  }

  /** Write what has come since the last time. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const keys = this.unwritten.splice(0);
    if (!this.database || keys.length === 0) return;
    const chunk: Chunk = { owner: this.owner, keys };
    const store = this.database.transaction(STORE, "readwrite").objectStore(STORE);
    await answer(store.add(chunk)).catch(() => undefined);
  }

  /** The newest chunks; older ones than fit are removed. */
  private async load(): Promise<void> {
    await this.each("prev", (cursor) => {
      const { keys } = cursor.value as Chunk;
      if (this.finished.size + keys.length > this.most) cursor.delete();
      else for (const key of keys) this.finished.add(key);
    });
  }

  private each(direction: IDBCursorDirection, visit: (cursor: IDBCursorWithValue) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.database) return resolve();
      const store = this.database.transaction(STORE, "readwrite").objectStore(STORE);
      const request = store.index("owner").openCursor(this.owner, direction);
      request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB")));
      request.addEventListener("success", () => {
        if (!request.result) return resolve();
        visit(request.result);
        request.result.continue();
      });
    });
  }
}

function keyOf(identity: string, { tags, datasetId }: Told): string {
  return tags.length === 0 && datasetId === null ? identity : JSON.stringify([identity, tags.toSorted(), datasetId]);
}

async function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener("upgradeneeded", () => {
    request.result.createObjectStore(STORE, { autoIncrement: true }).createIndex("owner", "owner");
  });
  return answer(request);
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB")));
  });
}
