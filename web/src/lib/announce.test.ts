/** Announcements: at most one a second, and of several only the last. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { announce, announceNow, useAnnouncements } from "@/lib/announce";

let year = 2126;
const polite = () => useAnnouncements.getState().polite;

beforeEach(() => {
  vi.useFakeTimers();
  // Long after what any test before has said.
  year += 1;
  vi.setSystemTime(new Date(`${year}-01-01T00:00:00Z`));
});

afterEach(() => {
  vi.runAllTimers();
  vi.useRealTimers();
});

describe("announce", () => {
  it("says the first at once, and of the next second's only the last", () => {
    announce("1 of 9");
    vi.advanceTimersByTime(0);
    expect(polite()).toBe("1 of 9");
    announce("2 of 9");
    vi.advanceTimersByTime(500);
    announce("3 of 9");
    vi.advanceTimersByTime(499);
    expect(polite()).toBe("1 of 9");
    vi.advanceTimersByTime(1);
    expect(polite()).toBe("3 of 9");
  });

  it("never waits with what is lost", () => {
    announce("polite");
    vi.advanceTimersByTime(0);
    announce("later");
    announceNow("lost");
    expect(useAnnouncements.getState().assertive).toBe("lost");
    expect(polite()).toBe("polite");
  });

  it("says the same a second time, too: a region that does not change is not read", () => {
    const read: string[] = [];
    const stop = useAnnouncements.subscribe((now) => read.push(now.polite.trim()));
    for (const text of ["Copied", "Copied", "Copied"]) {
      announce(text);
      vi.advanceTimersByTime(1000);
    }
    stop();
    expect(read).toEqual(["Copied", "Copied", "Copied"]);
  });
});
