/** Shortcuts: which press finds which binding. */
import { fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { type Hotkey, listenForHotkeys, spelled, useBindings, useHotkeys } from "@/lib/hotkeys";
import { usePreferences } from "@/lib/preferences";

let stop: () => void;

beforeEach(() => {
  stop = listenForHotkeys();
});

afterEach(() => {
  stop();
  usePreferences.setState({ singleKeys: true });
});

function Bind({ scope, keys, children }: { scope: string; keys: readonly Hotkey[]; children?: React.ReactNode }) {
  useHotkeys(scope, keys);
  return children;
}

function bind(keys: string, scope = "here") {
  const run = vi.fn();
  const shown = render(<Bind scope={scope} keys={[{ keys, does: "Something", run }]} />);
  return { run, ...shown };
}

const press = (key: string, more: KeyboardEventInit = {}, target: Element = document.body) =>
  fireEvent.keyDown(target, { key, ...more });

describe("a press", () => {
  it.each([
    ["k", { key: "k" }],
    ["k", { key: "K" }],
    ["Shift+k", { key: "K", shiftKey: true }],
    ["?", { key: "?", shiftKey: true }],
    ["+", { key: "+", shiftKey: true }],
    ["Control+Shift+p", { key: "P", ctrlKey: true, shiftKey: true }],
    ["Control+Enter", { key: "Enter", metaKey: true }],
    ["Alt+ArrowLeft", { key: "ArrowLeft", altKey: true }],
    ["Shift+ArrowLeft", { key: "ArrowLeft", shiftKey: true }],
    ["Space", { key: " " }],
  ])("is spelled %s", (written, { key, ...held }) => {
    const none = { shiftKey: false, ctrlKey: false, metaKey: false, altKey: false };
    expect(spelled({ key, ...none, ...held })).toBe(written);
  });

  it("runs what is bound, and is used up", () => {
    const { run } = bind("k");
    expect(press("k")).toBe(false);
    expect(run).toHaveBeenCalledOnce();
    expect(press("j")).toBe(true);
    expect(run).toHaveBeenCalledOnce();
  });

  it("does nothing any more once the component is gone", () => {
    const { run, unmount } = bind("k");
    unmount();
    press("k");
    expect(run).not.toHaveBeenCalled();
    expect(useBindings.getState().bound).toEqual([]);
  });

  it("that another listener used is left alone", () => {
    const { run } = bind("k");
    const use = (event: Event) => event.preventDefault();
    document.body.addEventListener("keydown", use);
    press("k");
    document.body.removeEventListener("keydown", use);
    expect(run).not.toHaveBeenCalled();
  });

  it("while characters are composed is left alone", () => {
    const { run } = bind("k");
    press("k", { isComposing: true });
    expect(run).not.toHaveBeenCalled();
  });

  it("that is held says a letter's thing once, and goes on with arrows", () => {
    const letter = bind("u").run;
    const arrow = bind("ArrowLeft", "there").run;
    press("u");
    expect(press("u", { repeat: true })).toBe(false);
    press("ArrowLeft");
    press("ArrowLeft", { repeat: true });
    expect(letter).toHaveBeenCalledTimes(1);
    expect(arrow).toHaveBeenCalledTimes(2);
  });
});

describe("two keys in a row", () => {
  const at = (key: string, timeStamp: number) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, "timeStamp", { value: timeStamp });
    document.body.dispatchEvent(event);
  };

  it("are one shortcut when they come soon after one another", () => {
    const { run } = bind("g s");
    at("g", 1000);
    at("s", 2199);
    expect(run).toHaveBeenCalledOnce();
  });

  it("are two presses when they do not", () => {
    const { run } = bind("g s");
    at("g", 1000);
    at("s", 2200);
    expect(run).not.toHaveBeenCalled();
  });

  it("leave the second key's own binding alone when the first does not lead there", () => {
    const pair = bind("g s").run;
    const single = bind("s", "there").run;
    at("x", 1000);
    at("s", 1100);
    expect([pair.mock.calls.length, single.mock.calls.length]).toEqual([0, 1]);
    at("g", 1200);
    at("s", 1300);
    expect([pair.mock.calls.length, single.mock.calls.length]).toEqual([1, 1]);
  });
});

describe("single characters switched off", () => {
  it("leaves arrows, combinations and the help", () => {
    usePreferences.setState({ singleKeys: false });
    const runs = ["k", "Shift+k", "ArrowLeft", "Control+k", "?"].map((keys, index) => bind(keys, `scope ${index}`).run);
    press("k");
    press("K", { shiftKey: true });
    press("ArrowLeft");
    press("k", { ctrlKey: true });
    press("?", { shiftKey: true });
    expect(runs.map((run) => run.mock.calls.length)).toEqual([0, 0, 1, 1, 1]);
  });
});

describe("scopes", () => {
  it("refuse two bindings of the same keys", () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const twin = { keys: "k", does: "One", run: () => undefined };
    expect(() => render(<Bind scope="here" keys={[twin, { ...twin, does: "Other" }]} />)).toThrow(/two shortcuts k/);
  });

  it("inside others go first, also when all come at once", () => {
    const [outer, inner] = [vi.fn(), vi.fn()];
    render(
      <Bind scope="outer" keys={[{ keys: "f", does: "Outer", run: outer }]}>
        <Bind scope="inner" keys={[{ keys: "f", does: "Inner", run: inner }]} />
      </Bind>,
    );
    press("f");
    expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([0, 1]);
  });

  it("keep their place when what they bind changes", () => {
    const [outer, inner] = [vi.fn(), vi.fn()];
    const page = (does: string) => (
      <Bind scope="outer" keys={[{ keys: "f", does, run: outer }]}>
        <Bind scope="inner" keys={[{ keys: "f", does: "Inner", run: inner }]} />
      </Bind>
    );
    const { rerender } = render(page("Outer"));
    rerender(page("Outer, changed"));
    press("f");
    expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([0, 1]);
  });

  it("pass on what does not act now", () => {
    const [outer, inner] = [vi.fn(), vi.fn()];
    render(
      <Bind scope="outer" keys={[{ keys: "f", does: "Outer", run: outer }]}>
        <Bind scope="inner" keys={[{ keys: "f", does: "Inner", run: inner, when: false }]} />
      </Bind>,
    );
    press("f");
    expect([outer.mock.calls.length, inner.mock.calls.length]).toEqual([1, 0]);
  });

  it("run the newest function without being bound anew", () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const { rerender } = render(<Bind scope="here" keys={[{ keys: "k", does: "Same", run: first }]} />);
    const { bound } = useBindings.getState();
    rerender(<Bind scope="here" keys={[{ keys: "k", does: "Same", run: second }]} />);
    press("k");
    expect(useBindings.getState().bound).toBe(bound);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
  });

  it("below an open dialog are silent; the dialog's own act", () => {
    const page = bind("k").run;
    const dialog = bind("j", "dialog: image").run;
    const box = document.createElement("dialog");
    box.open = true;
    document.body.append(box);
    press("k");
    press("j");
    box.remove();
    expect([page.mock.calls.length, dialog.mock.calls.length]).toEqual([0, 1]);
  });
});
