/**
 * `node tools/size-budget.mjs [DIST]`: what of dist a person has to load, against tools/budgets.json. Sizes are those of gzip at
 * level 9, in kB of 1,000 bytes. The first route is the page with the shell and /search, which are built into it; a lazy route counts
 * what it adds to that. Ends with 1 over a gate, at a font, or at an address of another host.
 */
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const FONTS = new Set([".woff", ".woff2", ".ttf", ".otf", ".eot"]);
const TEXTS = new Set([".html", ".js", ".css", ".svg", ".json", ".webmanifest"]);
const FOREIGN = /(?:https?:|wss?:|(?<=["'(=\s]))\/\/[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s"'`)<>\\]*/gi;

const dist = process.argv[2] ?? fileURLToPath(new URL("../dist", import.meta.url));
const budgets = JSON.parse(readFileSync(new URL("budgets.json", import.meta.url), "utf8"));
const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));
const files = readdirSync(dist, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.parentPath.includes(".vite"))
  .map((entry) => join(entry.parentPath, entry.name).slice(dist.length + 1));

const sizes = new Map(files.map((file) => [file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length]));
const kilobytes = (names) => [...names].reduce((sum, name) => sum + sizes.get(name), 0) / 1000;
const ofKind = (ending) => files.filter((file) => file.endsWith(ending));

/** The files that a chunk of the manifest loads at once, itself among them. */
function loads(key, found = new Set()) {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`size-budget: the build has no ${key}`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const name of chunk.imports ?? []) loads(name, found);
  return found;
}

/** Plain scripts of index.html that Vite leaves alone. */
const plain = ofKind(".js").filter((file) => !file.startsWith("assets/"));
const first = new Set([...plain, ...loads("index.html")]);

const lazy = Object.keys(manifest)
  .filter((key) => key.startsWith("src/routes/"))
  .map((key) => ({
    what: key.replace("src/routes/", "").split(".tsx")[0],
    size: kilobytes([...loads(key)].filter((file) => !first.has(file))),
    ...budgets.kilobytes.lazyRoute,
  }));
const rows = [
  { what: "first route (/search)", size: kilobytes(first), ...budgets.kilobytes.firstRoute },
  ...lazy,
  { what: "all scripts", size: kilobytes(ofKind(".js")), ...budgets.kilobytes.allScripts },
  { what: "all styles", size: kilobytes(ofKind(".css")), ...budgets.kilobytes.allStyles },
];

const faults = rows.filter((row) => row.size > row.gate).map((row) => `${row.what} is over its gate of ${row.gate} kB`);
for (const file of files) {
  if (FONTS.has(extname(file))) faults.push(`${file} is a font`);
  if (!TEXTS.has(extname(file))) continue;
  const named = readFileSync(join(dist, file), "utf8").match(FOREIGN) ?? [];
  const known = Object.keys(budgets.addressesThatAreOnlyText);
  const foreign = named.filter((address) => !known.some((start) => address.startsWith(start)));
  if (foreign.length) faults.push(`${file} names another host: ${[...new Set(foreign)].join(" ")}`);
}

console.log("what a person loads          kB gz    goal    gate");
for (const { what, size, goal, gate } of rows) {
  const mark = size > gate ? "  over the gate" : size > goal ? "  over the goal" : "";
  console.log(
    `${what.padEnd(26)}${size.toFixed(1).padStart(8)}${`${goal}`.padStart(8)}${`${gate}`.padStart(8)}${mark}`,
  );
}
for (const fault of faults) console.error(`size-budget: ${fault}`);
process.exit(faults.length ? 1 : 0);
