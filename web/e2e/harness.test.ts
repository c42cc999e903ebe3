/** What the other tests trust in: a page that does wrong is noticed. */
import { expect, it } from "vitest";

import { expectAccessible } from "./axe";
import { browserOfFile } from "./browser";
import { watchFaults } from "./faults";

const browser = browserOfFile();

it("notices errors, refusals of the CSP and requests to other hosts", async () => {
  const page = await browser.open("/login", { expected: [/./] });
  await page.getByLabel("Username").waitFor();
  const faults = await watchFaults(page, []);
  await page.reload();
  await page.getByLabel("Username").waitFor();
  expect(faults).toEqual([]);
  await page.evaluate(async () => {
    console.error("a word");
    setTimeout(() => {
      throw new Error("nobody caught me");
    });
    document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = true" }));
    document.head.append(Object.assign(document.createElement("style"), { textContent: "body { color: red }" }));
    await fetch("/api/images").catch(() => undefined);
    await fetch("https://example.invalid/").catch(() => undefined);
  });
  for (const told of ["console: a word", "nobody caught me", "CSP: script-src", "CSP: style-src", "401 /api/images"]) {
    await expect.poll(() => faults.join("\n")).toContain(told);
  }
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
  await expect.poll(() => faults.join("\n")).toContain("example.invalid");
});

it("notices what is not accessible", async () => {
  const page = await browser.open("/login");
  await page.getByLabel("Username").waitFor();
  await page.evaluate(() => {
    const pale = Object.assign(document.createElement("p"), { textContent: "hardly to be read" });
    pale.style.cssText = "color: #bbb; background: #fff";
    document.querySelector("main")?.append(pale);
  });
  await expect(expectAccessible(page, "pale")).rejects.toThrow("color-contrast");
});
