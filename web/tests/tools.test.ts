/** The gates refuse what they are there for: each case is a small copy with one thing wrong. */
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "web-tools-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

function run(tool: string): { code: number | null; said: string } {
  const done = spawnSync(process.execPath, [`tools/${tool}.mjs`, folder], { encoding: "utf8" });
  return { code: done.status, said: done.stdout + done.stderr };
}

describe("check-lockfile", () => {
  const good = { version: "1.2.3", integrity: "sha512-x" };

  function said(entry: object, asked = "1.2.3", settings = "ignore-scripts=true\n"): string {
    const dependencies = { one: asked };
    write({
      ".npmrc": settings,
      "package.json": JSON.stringify({ dependencies }),
      "package-lock.json": JSON.stringify({ packages: { "": { dependencies }, "node_modules/one": entry } }),
    });
    const done = run("check-lockfile");
    expect(done.code).toBe(done.said === "" ? 0 : 1);
    return done.said;
  }

  it.each([
    ["an exact version with its checksum", good],
    ["a package of another system, which is never fetched", { version: "1.2.3", optional: true, os: ["darwin"] }],
    ["one for musl only", { version: "1.2.3", optional: true, os: ["linux"], cpu: ["x64"], libc: ["musl"] }],
  ])("lets %s in", (_what, entry) => {
    expect(said(entry)).toBe("");
  });

  it.each([
    ["no checksum", { version: "1.2.3" }],
    ["no checksum", { version: "1.2.3", optional: true, os: ["linux"], cpu: ["x64"], libc: ["glibc"] }],
    ["resolved", { ...good, resolved: "anything" }],
    ["install script", { ...good, hasInstallScript: true }],
    ["is a link", { ...good, link: true }],
    ["two from elsewhere", { ...good, dependencies: { two: "git+ssh://somewhere/two.git" } }],
    ["two from elsewhere", { ...good, dependencies: { two: "somebody/two#main" } }],
    ["two from elsewhere", { ...good, optionalDependencies: { two: "https://somewhere/two.tgz" } }],
    ["two has no entry", { ...good, optionalDependencies: { two: "1.0.0" } }],
  ])("says %s", (words, entry) => {
    expect(said(entry)).toContain(words);
  });

  it("refuses a range, and settings that let scripts run or name a registry", () => {
    expect(said(good, "^1.2.3")).toContain("not exact");
    expect(said(good, "1.2.3", "")).toContain("run scripts");
    expect(said(good, "1.2.3", "ignore-scripts=true\nregistry=x\n")).toContain("names a registry");
  });
});

describe("size-budget", () => {
  /** A build with an entry, what it imports, and one lazy route, each of the files given or small. */
  function build(files: Record<string, string | Buffer>): void {
    const manifest = {
      "index.html": { file: "assets/main.js", imports: ["base"] },
      base: { file: "assets/base.js" },
      "src/routes/login.tsx?split": { file: "assets/login.js", imports: ["index.html"] },
    };
    const small = Object.fromEntries(["main", "base", "login"].map((name) => [`assets/${name}.js`, "1"]));
    write({ ...small, "assets/a.css": "b{}", ".vite/manifest.json": JSON.stringify(manifest), ...files });
  }
  const noise = (kilobytes: number) => randomBytes(kilobytes * 1000);

  it("prints a table and is content with a small build", () => {
    build({ "assets/main.js": `const ns = "http://www.w3.org/2000/svg";` });
    const { code, said } = run("size-budget");
    expect(said).toMatch(/first route .* 140 +150\nlogin +0\.0 +35 +40\nall scripts/);
    expect(code).toBe(0);
  });

  it.each([
    ["first route (/search) is over its gate", { "assets/main.js": noise(151) }],
    ["first route (/search) is over its gate", { "assets/main.js": noise(80), "assets/base.js": noise(71) }],
    ["first route (/search) is over its gate", { "theme.js": noise(151) }],
    ["login is over its gate", { "assets/login.js": noise(41) }],
    ["all scripts is over its gate", { "assets/worker.js": noise(421) }],
    ["all styles is over its gate", { "assets/a.css": noise(21) }],
    ["is a font", { "assets/a.woff2": noise(1) }],
    ["names another host: https://example.com/x", { "assets/base.js": `fetch("https://example.com/x")` }],
    ["names another host: //example.com/x", { "assets/a.css": "b{background:url(//example.com/x)}" }],
  ])("says that it %s", (words, files) => {
    build(files);
    const { code, said } = run("size-budget");
    expect(said).toContain(words);
    expect(code).toBe(1);
  });
});
