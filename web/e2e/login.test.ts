/** The first page: it loads without a fault, is accessible in both themes and at both widths, and refuses what is wrong. */
import { describe, expect, it } from "vitest";

import { expectAccessible } from "./axe";
import { browserOfFile } from "./browser";
import { person, stack } from "./stack";

const browser = browserOfFile();

describe("logging in", () => {
  it.each([
    ["light", 1440],
    ["dark", 320],
  ] as const)("is accessible in %s at %i px", async (theme, width) => {
    const page = await browser.open("/login", { theme, width });
    await page.getByRole("heading", { level: 1 }).waitFor();
    await expectAccessible(page, `log-in, ${theme}, ${width} px`);
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overhang).toBeLessThanOrEqual(0);
  });

  it("says that the password is wrong, and lets in who then knows it, where they wanted to go", async () => {
    const page = await browser.open("/upload", { expected: [/^401 \/api\/auth\/login$/] });
    const { username, password } = person("empty", "editor");
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("Password").fill("something else");
    await page.keyboard.press("Enter");
    const refusal = page.getByRole("alert").filter({ hasText: "wrong" });
    await refusal.waitFor();
    await expectAccessible(page, "log-in refused");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.waitForURL(`${stack.web}/upload`);
    await page.getByRole("main").waitFor();
    await page.getByRole("navigation").first().waitFor();
    expect(new URL(page.url()).pathname).toBe("/upload");
  });

  it("is not asked for by who is logged in", async () => {
    const page = await browser.open("/login", { as: person("empty", "viewer") });
    await page.waitForURL(/\/search/);
    expect(await page.getByLabel("Password").count()).toBe(0);
  });
});
