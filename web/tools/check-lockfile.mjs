/**
 * `node tools/check-lockfile.mjs [FOLDER]`: what may be installed. Exact versions from a registry only, whose address nobody writes
 * down; every package with its checksum; no package that wants to run something when it is installed, beside those in
 * SCRIPTS_KNOWN (which are not run either: ignore-scripts). Ends with 1 and says what it met.
 */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { missingFrom } from "./complete-lockfile.mjs";

/** msw copies its service worker by a script; nothing here needs the copy. */
const SCRIPTS_KNOWN = new Set(["node_modules/msw"]);
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const ELSEWHERE = /^(git|github:|gitlab:|bitbucket:|gist:|https?:|file:|link:|workspace:|npm:)|^[\w.-]+\/[\w.-]+(#|$)/;

/** Only for another system than Linux with glibc on the processors of servers, so that it is never installed there. */
function isForAnotherSystem({ os, cpu, libc }) {
  const suits = (wanted, ...have) => !wanted || have.some((one) => wanted.includes(one));
  return !(suits(os, "linux") && suits(cpu, "x64", "arm64") && suits(libc, "glibc"));
}

/** Each with what it is called when it is so. */
const REFUSED = {
  "says where it comes from (resolved)": (_path, entry) => entry.resolved !== undefined,
  "is a link": (_path, entry) => entry.link === true,
  "has an install script": (path, entry) => entry.hasInstallScript && !SCRIPTS_KNOWN.has(path),
  "has no checksum": (_path, entry) => !entry.integrity && !(entry.optional && isForAnotherSystem(entry)),
};

function faultsOfEntry(path, entry) {
  const wanted = { ...entry.dependencies, ...entry.optionalDependencies, ...entry.peerDependencies };
  return [
    ...Object.keys(REFUSED).filter((fault) => REFUSED[fault](path, entry)),
    ...Object.keys(wanted)
      .filter((name) => ELSEWHERE.test(wanted[name]))
      .map((name) => `wants ${name} from elsewhere (${wanted[name]})`),
  ].map((fault) => `${path} ${fault}`);
}

function faultsOf(manifest, lock) {
  const asked = { ...manifest.dependencies, ...manifest.devDependencies };
  const { "": root, ...entries } = lock.packages;
  const locked = { ...root.dependencies, ...root.devDependencies };
  return [
    ...Object.entries(asked)
      .filter(([name, version]) => !EXACT.test(version) || locked[name] !== version)
      .map(([name, version]) => `${name}: ${version} is not exact, or not what the lockfile has`),
    ...Object.entries(entries).flatMap(([path, entry]) => faultsOfEntry(path, entry)),
    ...missingFrom(lock.packages).map(({ name }) => `${name} has no entry; run: node tools/complete-lockfile.mjs`),
  ];
}

function faultsOfFolder(folder) {
  const read = (name) => readFileSync(join(folder, name), "utf8");
  const faults = faultsOf(JSON.parse(read("package.json")), JSON.parse(read("package-lock.json")));
  const settings = read(".npmrc");
  if (/registry\s*=|_auth/i.test(settings)) faults.push(".npmrc names a registry or holds a key");
  if (!/^ignore-scripts=true$/m.test(settings)) faults.push(".npmrc lets packages run scripts");
  return faults.map((fault) => `${basename(folder)}: ${fault}`);
}

const web = fileURLToPath(new URL("..", import.meta.url));
const folders = process.argv[2] ? [process.argv[2]] : [web, join(web, "codegen")];
const faults = folders.flatMap(faultsOfFolder);
for (const fault of faults) console.error(`check-lockfile: ${fault}`);
process.exit(faults.length ? 1 : 0);
