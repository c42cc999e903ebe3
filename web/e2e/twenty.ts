/** Twenty pictures to upload: four edits of one scene, a turned pair, and fourteen that are like no other. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { stack } from "./stack";

interface Truth {
  readonly files: readonly { readonly name: string }[];
  readonly groups: readonly { readonly tier: string; readonly members: readonly string[] }[];
}

const WANTED = 20;

/** Paths on the disk. */
export function twentyPictures(): string[] {
  const { files, groups } = JSON.parse(readFileSync(join(stack.seed, "truth.json"), "utf8")) as Truth;
  const grouped = new Set(groups.flatMap(({ members }) => members));
  const edits = groups.find(({ tier, members }) => tier === "T2" && members.length === 4)?.members ?? [];
  const turned = groups.find(({ tier }) => tier === "T3")?.members ?? [];
  const alone = files.map(({ name }) => name).filter((name) => !grouped.has(name));
  return [...edits, ...turned, ...alone].slice(0, WANTED).map((name) => join(stack.seed, name));
}
