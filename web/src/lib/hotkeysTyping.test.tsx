/** Shortcuts: which press is somebody typing, or means a control of its own. */
import { fireEvent, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { listenForHotkeys, useHotkeys } from "@/lib/hotkeys";

let stop: () => void;

beforeEach(() => {
  stop = listenForHotkeys();
});

afterEach(() => {
  stop();
});

function Bind({ scope, keys, run }: { scope: string; keys: string; run: () => void }) {
  useHotkeys(scope, [{ keys, does: "Something", run }]);
  return null;
}

function bind(keys: string, scope = "here") {
  const run = vi.fn();
  render(<Bind scope={scope} keys={keys} run={run} />);
  return { run };
}

const press = (key: string, more: KeyboardEventInit = {}, target: Element = document.body) =>
  fireEvent.keyDown(target, { key, ...more });

describe("typing", () => {
  function inside(html: string): Element {
    document.body.innerHTML = html;
    return document.body.querySelector("[data-here]") ?? document.body;
  }

  it.each([
    "<input data-here>",
    "<textarea data-here></textarea>",
    "<select data-here></select>",
    "<div contenteditable><b data-here>x</b></div>",
  ])("is not for shortcuts: %s", (html) => {
    const { run } = bind("k");
    expect(press("k", {}, inside(html))).toBe(true);
    expect(run).not.toHaveBeenCalled();
  });

  it.each(["Escape", "F6"])("leaves %s to them", (key) => {
    const { run } = bind(key);
    press(key, {}, inside("<input data-here>"));
    expect(run).toHaveBeenCalledOnce();
  });

  it("keeps the combinations that edit, and leaves the others", () => {
    const all = bind("Control+a").run;
    const send = bind("Control+Enter", "there").run;
    const field = inside("<textarea data-here></textarea>");
    press("a", { ctrlKey: true }, field);
    press("Enter", { ctrlKey: true }, field);
    expect([all.mock.calls.length, send.mock.calls.length]).toEqual([0, 1]);
  });

  it.each(["checkbox", "button"])("is not what is done in a %s", (type) => {
    const { run } = bind("k");
    press("k", {}, inside(`<input type=${type} data-here>`));
    expect(run).toHaveBeenCalledOnce();
  });

  it.each([
    ["Enter", "<button data-here>x</button>"],
    [" ", "<button><span data-here>x</span></button>"],
    ["Enter", '<a href="/x" data-here>x</a>'],
    ["ArrowLeft", "<input type=range data-here>"],
    ["ArrowDown", "<input type=radio data-here>"],
  ])("a control keeps its own key: %s in %s", (key, html) => {
    const { run } = bind(key === " " ? "Space" : key);
    press(key, {}, inside(html));
    expect(run).not.toHaveBeenCalled();
    press(key);
    expect(run).toHaveBeenCalledOnce();
  });
});
