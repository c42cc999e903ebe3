/** The house's arrows: routes → features → components → ui, api, lib; and no feature knows another. */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { describe, expect, it } from "vitest";

const SRC = join(import.meta.dirname, "../src");
const LAYERS = ["lib", "api", "ui", "components", "features", "routes"];
const TOP = new Set(["main.tsx", "router.ts", "routeTree.gen.ts"]);

interface Import {
  file: string;
  target: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith("testing/") && !/\.test\.tsx?$/.test(name))
  .filter((name) => !TOP.has(name));

const imports: Import[] = files.flatMap((file) => {
  const text = readFileSync(join(SRC, file), "utf8");
  const found = [...text.matchAll(/(?:from|import)\s*\(?\s*"(@\/|\.{1,2}\/)([^"]+)"/g)];
  return found.map(([, root, path]) => {
    const target = root === "@/" ? `${path}` : relative(SRC, join(SRC, file, "..", `${root}${path}`));
    return { file, target };
  });
});

const layerOf = (path: string) => LAYERS.indexOf(path.split("/")[0] ?? "");
const featureOf = (path: string) => (path.startsWith("features/") ? path.split("/")[1] : undefined);

describe("imports", () => {
  it("are found", () => {
    expect(imports.length).toBeGreaterThan(50);
  });

  it("point down", () => {
    const upwards = imports
      .filter(({ file, target }) => layerOf(target) > layerOf(file))
      .map(({ file, target }) => `${file} → ${target}`);
    expect(upwards).toEqual([]);
  });

  it("never lead from one feature to another", () => {
    const across = imports.filter(({ file, target }) => {
      const [from, to] = [featureOf(file), featureOf(target)];
      return from !== undefined && to !== undefined && from !== to;
    });
    expect(across).toEqual([]);
  });

  it("reach nothing but a place that is in the list", () => {
    const homeless = files.filter((file) => layerOf(file) < 0);
    expect(homeless).toEqual([]);
  });
});
