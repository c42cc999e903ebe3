/** The shortcuts of all views together: written as a press is spelled, and none takes one that acts everywhere. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "../src");
const EVERYWHERE = new Set(["components/shell/Shell.tsx", "features/history/HistoryControl.tsx"]);

const KEY = "([^A-Z\\s]|[A-Z][A-Za-z]+\\d*|F\\d+)";
const CANONICAL = new RegExp(`^(Control\\+)?(Alt\\+)?(Shift\\+)?${KEY}( ${KEY})?$`, "u");

const bindings = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && name !== "lib/hotkeys.ts")
  .filter((name) => readFileSync(join(SRC, name), "utf8").includes("Hotkey"))
  .flatMap((file) =>
    [...readFileSync(join(SRC, file), "utf8").matchAll(/\bkeys: "([^"]+)"/g)].map(([, keys = ""]) => ({ file, keys })),
  );

const everywhere = bindings.filter(({ file }) => EVERYWHERE.has(file)).map(({ keys }) => keys);
const ofViews = bindings.filter(({ file }) => !EVERYWHERE.has(file));

describe("shortcuts", () => {
  it("are found", () => {
    expect(everywhere).toContain("g s");
    expect(everywhere).toContain("u");
    expect(ofViews.length).toBeGreaterThan(20);
  });

  it("are written as a press is spelled, or they would never act", () => {
    const odd = bindings.filter(({ keys }) => !CANONICAL.test(keys) || /Shift\+[^a-zA-Z]/.test(keys));
    expect(odd).toEqual([]);
  });

  it("that act everywhere are taken by no view, alone or as a first key", () => {
    const first = new Set(everywhere.flatMap((keys) => [keys, keys.split(" ")[0]]));
    expect(ofViews.filter(({ keys }) => first.has(keys))).toEqual([]);
  });

  it("that act everywhere are there once", () => {
    expect(everywhere.toSorted()).toEqual([...new Set(everywhere)].toSorted());
  });
});
