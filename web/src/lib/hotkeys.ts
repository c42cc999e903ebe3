/** Shortcuts: one registry, from which the help dialog is made; single characters never act while somebody types. */
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { create } from "zustand";

import { usePreferences } from "@/lib/preferences";

export interface Hotkey {
  /** `k`, `Shift+k`, `Control+Enter`, `ArrowLeft`, or two in a row: `g s`. */
  keys: string;
  /** What it does, for the help. */
  does: string;
  run: (event: KeyboardEvent) => void;
  /** False while it must not act; it is listed all the same. */
  when?: boolean;
}

interface Bound {
  scope: string;
  /** Which of them was rendered first: what is inside another comes later, and goes first. */
  order: number;
  hotkeys: readonly Hotkey[];
}

const SEQUENCE_MS = 1200;
let rendered = 0;
const NEXT = () => (rendered += 1);

/** What is bound now; the last scope in it goes first. */
export const useBindings = create<{ bound: readonly Bound[] }>(() => ({ bound: [] }));

/** Bind these while the component is there. Two of the same keys in one scope are a mistake and throw. */
export function useHotkeys(scope: string, hotkeys: readonly Hotkey[]): void {
  const latest = useRef(hotkeys);
  const [order] = useState(NEXT);
  const shape = hotkeys.map((one) => `${one.keys}\t${one.does}\t${one.when ?? true}`).join("\n");
  useLayoutEffect(() => {
    latest.current = hotkeys;
  });
  useEffect(() => {
    refuseTwins(scope, latest.current);
    const live = latest.current.map((one, index) => ({
      ...one,
      run: (event: KeyboardEvent) => latest.current[index]?.run(event),
    }));
    const entry: Bound = { scope, order, hotkeys: live };
    useBindings.setState(({ bound }) => ({ bound: [...bound, entry].toSorted((a, b) => a.order - b.order) }));
    return () => useBindings.setState(({ bound }) => ({ bound: bound.filter((one) => one !== entry) }));
  }, [scope, order, shape]);
}

function refuseTwins(scope: string, hotkeys: readonly Hotkey[]): void {
  const seen = new Set<string>();
  for (const { keys } of hotkeys) {
    if (seen.has(keys)) throw new Error(`two shortcuts ${keys} in ${scope}`);
    seen.add(keys);
  }
}

/** Listen on the whole page. Returns what stops it. */
export function listenForHotkeys(): () => void {
  let before: { keys: string; at: number } | undefined;
  const listen = (event: KeyboardEvent) => {
    if (isNotAPress(event) || isRefused(event)) return;
    const pressed = spelled(event);
    const isSecond = before !== undefined && event.timeStamp - before.at < SEQUENCE_MS;
    const hit = (isSecond ? find(`${before?.keys} ${pressed}`) : undefined) ?? find(pressed);
    before = hit ? undefined : { keys: pressed, at: event.timeStamp };
    if (!hit) return;
    event.preventDefault();
    if (!isRepeatedByAccident(event)) hit.run(event);
  };
  document.addEventListener("keydown", listen);
  return () => document.removeEventListener("keydown", listen);
}

/** A letter that is held down says its thing once; arrows and signs go on. */
function isRepeatedByAccident({ repeat, key }: KeyboardEvent): boolean {
  return repeat && /^([a-z0-9 ]|Enter|Escape)$/i.test(key);
}

function isNotAPress(event: KeyboardEvent): boolean {
  return event.defaultPrevented || event.isComposing || event.key === "Shift";
}

function find(keys: string): Hotkey | undefined {
  const { bound } = useBindings.getState();
  const inner = document.querySelector("dialog[open]") ? bound.filter((one) => one.scope.startsWith("dialog")) : bound;
  for (const { hotkeys } of inner.toReversed()) {
    const hit = hotkeys.find((one) => one.keys === keys && one.when !== false);
    if (hit) return hit;
  }
  return undefined;
}

/** A key press as it is written in a binding. Shift is not spelled where it only makes another character (`?`). */
export function spelled(event: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey" | "metaKey" | "altKey">): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const makesAnother = event.key.length === 1 && !/[a-z]/i.test(event.key);
  const shift = event.shiftKey && !makesAnother;
  return [
    (event.ctrlKey || event.metaKey) && "Control",
    event.altKey && "Alt",
    shift && "Shift",
    key === " " ? "Space" : key,
  ]
    .filter(Boolean)
    .join("+");
}

const TYPED_IN = "input:not([type=checkbox],[type=radio],[type=range],[type=button]),textarea,select,[contenteditable]";
const PRESSED = "button,a[href],summary,[role=menuitem],input";
const MOVED_IN = "input[type=range],input[type=radio]";
const MOVES = /^(Arrow(Left|Right|Up|Down)|Home|End|PageUp|PageDown)$/;
const EDITS = /^([acvxyz]|Arrow(Left|Right|Up|Down)|Home|End|Backspace|Delete)$/i;

/** Whether somebody types, or a control of its own wants this key. */
function isRefused(event: KeyboardEvent): boolean {
  const isHeld = event.ctrlKey || event.metaKey || event.altKey;
  if (!isHeld && isSwitchedOff(event.key)) return true;
  if (!(event.target instanceof Element)) return false;
  return isWantedBy(event.target, event.key, isHeld);
}

function isWantedBy(target: Element, key: string, isHeld: boolean): boolean {
  if (target.closest(TYPED_IN)) return isHeld ? EDITS.test(key) : !/^(Escape|F\d+)$/.test(key);
  if (target.closest(MOVED_IN) && MOVES.test(key)) return true;
  return ["Enter", " "].includes(key) && target.closest(PRESSED) !== null;
}

/** Single characters can be switched off, but not the help that tells so. */
function isSwitchedOff(key: string): boolean {
  return key.length === 1 && key !== "?" && !usePreferences.getState().singleKeys;
}
