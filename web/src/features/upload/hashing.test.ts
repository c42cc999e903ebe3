/** The hash is right whichever way it is made, and asking for it survives what can happen to a worker. */
import { createHash } from "node:crypto";

import { afterEach, describe, expect, it, vi } from "vitest";

import { picture } from "@/features/upload/fakeSteps";
import type { HashAsked, HashTold } from "@/features/upload/hash.worker";
import { Hasher } from "@/features/upload/hasher";
import { sha256Of } from "@/lib/sha256";

const ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/** A blob whose reads are counted. */
function blobOf(bytes: Uint8Array<ArrayBuffer>) {
  const reads: number[] = [];
  const read = async (from: number, to: number) => {
    reads.push(to - from);
    return bytes.slice(from, to).buffer;
  };
  const slice = (from: number, to: number) => ({ arrayBuffer: () => read(from, Math.min(to, bytes.length)) });
  const blob = { size: bytes.length, arrayBuffer: () => read(0, bytes.length), slice };
  return { blob: blob as unknown as Blob, reads };
}

afterEach(() => vi.unstubAllGlobals());

describe("SHA-256", () => {
  const abc = Uint8Array.from([97, 98, 99]);

  it("of a small file is the browser's", async () => {
    const digest = vi.fn<() => Promise<ArrayBuffer>>().mockResolvedValue(Uint8Array.from([0xab, 1]).buffer);
    vi.stubGlobal("crypto", { subtle: { digest } });
    expect(await sha256Of(blobOf(abc).blob)).toBe("ab01");
  });

  it("needs no secure context", async () => {
    vi.stubGlobal("crypto", {});
    expect(await sha256Of(blobOf(abc).blob)).toBe(ABC);
  });

  it("of a large file is made in pieces, and is the same", async () => {
    const bytes = new Uint8Array(9 * 2 ** 20 + 5).map((_, index) => index % 251);
    const whole = createHash("sha256").update(bytes).digest("hex");
    const { blob, reads } = blobOf(bytes);
    expect(await sha256Of(blob)).toBe(whole);
    expect(Math.max(...reads)).toBeLessThanOrEqual(2 ** 20);
  });
});

class FakeWorker extends EventTarget {
  readonly asked: HashAsked[] = [];
  readonly terminate = vi.fn<() => void>();

  postMessage(asked: HashAsked) {
    this.asked.push(asked);
  }

  tell(told: HashTold) {
    this.dispatchEvent(new MessageEvent("message", { data: told }));
  }
}

function hasherWith() {
  const worker = new FakeWorker();
  return { worker, hasher: new Hasher(() => worker as unknown as Worker) };
}

describe("the worker", () => {
  const { signal } = new AbortController();

  it("answers each file with its own hash", async () => {
    const { worker, hasher } = hasherWith();
    const both = Promise.all([hasher.hash(picture("a.jpg"), signal), hasher.hash(picture("b.jpg"), signal)]);
    worker.tell({ number: 1, sha256: "bb" });
    worker.tell({ number: 0, sha256: "aa" });
    expect(await both).toEqual(["aa", "bb"]);
  });

  it("is not asked about files above 64 MB", async () => {
    const { worker, hasher } = hasherWith();
    expect(await hasher.hash({ size: 65 * 2 ** 20 } as File, signal)).toBeNull();
    expect(worker.asked).toEqual([]);
  });

  it("tells that a file has gone as the browser does", async () => {
    const { worker, hasher } = hasherWith();
    const answer = hasher.hash(picture("a.jpg"), signal);
    worker.tell({ number: 0, problem: "NotFoundError", message: "gone" });
    await expect(answer).rejects.toMatchObject({ name: "NotFoundError" });
  });

  it("is not waited for after a file was cancelled", async () => {
    const { worker, hasher } = hasherWith();
    const controller = new AbortController();
    const answer = hasher.hash(picture("a.jpg"), controller.signal);
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: "AbortError" });
    worker.tell({ number: 0, sha256: "late" });
    await expect(hasher.hash(picture("b.jpg"), controller.signal)).rejects.toMatchObject({ name: "AbortError" });
  });

  it("may be missing: then files go without a hash", async () => {
    const { worker, hasher } = hasherWith();
    const answer = hasher.hash(picture("a.jpg"), signal);
    worker.dispatchEvent(new ErrorEvent("error", { message: "blocked" }));
    expect(await answer).toBeNull();
    expect(worker.terminate).toHaveBeenCalledOnce();
    expect(await hasher.hash(picture("b.jpg"), signal)).toBeNull();
  });
});
