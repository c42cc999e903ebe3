/** Steps without a network, for tests: each can be told what to do, and all count what is asked of them. */
import type { Steps, Taken } from "@/features/upload/steps";

export interface FakeSteps extends Steps {
  readonly asked: Record<"hash" | "check" | "send" | "ingest" | "watch" | "wait", number>;
  /** The most files that were under way at once. */
  most: number;
}

export function taken(over: Partial<Taken> = {}): Taken {
  return { imageId: "01J", filename: null, isNew: true, isSearchable: true, likes: [], likeCount: 0, ...over };
}

/** Everything goes well, at once; `over` replaces steps. */
export function fakeSteps(over: Partial<Steps> = {}): FakeSteps {
  const asked = { hash: 0, check: 0, send: 0, ingest: 0, watch: 0, wait: 0 };
  let atMs = 0;
  let open = 0;
  const good: Steps = {
    hash: async () => "ab".repeat(32),
    check: async () => null,
    send: async () => ({ bucket: "images", key: "staging/1" }),
    ingest: async () => taken(),
    watch: async () => null,
    reachable: async () => undefined,
    now: () => (atMs += 1),
    wait: async () => undefined,
  };
  const steps = { ...good, ...over };
  const fake: FakeSteps = {
    ...steps,
    asked,
    most: 0,
    hash: async (...given) => count("hash", () => steps.hash(...given)),
    check: async (...given) => count("check", () => steps.check(...given)),
    send: async (...given) => count("send", () => steps.send(...given)),
    ingest: async (...given) => count("ingest", () => steps.ingest(...given)),
    watch: async (...given) => count("watch", () => steps.watch(...given), false),
    wait: async (...given) => count("wait", () => steps.wait(...given), false),
  };
  async function count<T>(what: keyof FakeSteps["asked"], run: () => Promise<T>, isLane = true): Promise<T> {
    asked[what] += 1;
    if (isLane) fake.most = Math.max(fake.most, (open += 1));
    try {
      return await run();
    } finally {
      if (isLane) open -= 1;
    }
  }
  return fake;
}

/** A picture by its name only; the bytes do not matter. */
export function picture(name: string, size = 10): File {
  return new File([new Uint8Array(size)], name, { type: "image/jpeg", lastModified: 1 });
}

export interface Pending<T> {
  readonly promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
}

/** An answer that the test gives when it wants. */
export function pending<T>(): Pending<T> {
  let settle: Pick<Pending<T>, "resolve" | "reject"> | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: (value) => settle?.resolve(value), reject: (error) => settle?.reject(error) };
}
