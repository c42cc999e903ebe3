/**
 * After `npm install`: `node tools/complete-lockfile.mjs`. Packages with compiled parts name one package for each system,
 * and `npm ci` refuses a lockfile that lacks any of them. A registry that mirrors another may not have all, and npm then
 * leaves them out without a word. Here they are written down, for the systems that their names say, at their one version;
 * nothing is fetched, and on Linux nothing of them is ever installed.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const SYSTEMS = ["android", "darwin", "freebsd", "linux", "openharmony", "win32", "aix", "sunos", "netbsd", "openbsd"];
const PROCESSORS = ["arm64", "arm", "x64", "ia32", "ppc64", "riscv64", "s390x", "loong64", "wasm32", "mips64el"];

/** Where a package runs, by its name: `@a/b-linux-x64-musl` is for Linux on x64 with musl. */
export function systemOf(name) {
  const words = name.split(/[/-]/);
  const pick = (known) => known.filter((one) => words.includes(one));
  const [os, cpu] = [pick(SYSTEMS), pick(PROCESSORS)];
  const libc = words.includes("musl") ? ["musl"] : words.includes("gnu") ? ["glibc"] : [];
  return { ...(cpu.length && { cpu }), ...(os.length && { os }), ...(libc.length && { libc }) };
}

/** The optional packages that some package of the lockfile asks for and that have no entry. */
export function missingFrom(packages) {
  const known = new Set(Object.keys(packages).map((path) => path.split("node_modules/").pop()));
  return Object.values(packages).flatMap((entry) =>
    Object.entries(entry.optionalDependencies ?? {})
      .filter(([name]) => !known.has(name))
      .map(([name, version]) => ({ name, version, dev: entry.dev === true })),
  );
}

function complete(path) {
  const lock = JSON.parse(readFileSync(path, "utf8"));
  for (const { name, version, dev } of missingFrom(lock.packages)) {
    const system = systemOf(name);
    if (!system.cpu || !/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name}@${version}: what system is it for?`);
    lock.packages[`node_modules/${name}`] = { version, ...system, ...(dev && { dev }), optional: true };
  }
  lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, "en")));
  writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const path of ["../package-lock.json", "../codegen/package-lock.json"]) {
    complete(fileURLToPath(new URL(path, import.meta.url)));
  }
}
