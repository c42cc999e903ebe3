/** Before every unit test: matchers, a clean page, and what jsdom lacks. */
import "@testing-library/jest-dom/vitest";
import { act, cleanup, configure, getConfig } from "@testing-library/react";
import { afterAll, afterEach, beforeAll, vi } from "vitest";

// All files share one page (vitest.config.ts), and none the state that modules of ours keep.
vi.resetModules();
const { server } = await import("@/testing/server");

// What is found has been drawn, but its effects may still wait, and with them what listens to the page.
const { asyncWrapper } = getConfig();
configure({
  // A second, the default, is too short on a machine that does other things too.
  asyncUtilTimeout: 10_000,
  asyncWrapper: async (wait) => {
    const found = await asyncWrapper(wait);
    await act(async () => undefined);
    return found;
  },
});

beforeAll(() => server.listen({ onUnhandledRequest: "error" }));

afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
  vi.useRealTimers();
});

afterAll(() => server.close());

HTMLDialogElement.prototype.showModal = function showModal(this: HTMLDialogElement) {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close(this: HTMLDialogElement) {
  this.open = false;
};
Element.prototype.checkVisibility ??= () => true;
Element.prototype.scrollIntoView ??= () => undefined;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
window.scrollTo = () => undefined;
globalThis.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener() {}, removeEventListener() {} }) as unknown as MediaQueryList;
