/** Settings: they act at once, and what is forgotten is gone. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { screen, waitFor, within } from "@testing-library/react";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { useSession } from "@/api/session";
import { KEEPINGS } from "@/features/settings/keepings";
import { Kept } from "@/features/settings/Kept";
import { SettingsPage } from "@/features/settings/SettingsPage";
import { record, useActions } from "@/lib/actions";
import { applyPreferences, usePreferences } from "@/lib/preferences";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";

beforeEach(() => {
  actAs("editor");
  vi.stubGlobal("indexedDB", new IDBFactory());
});

afterEach(() => {
  usePreferences.setState(usePreferences.getInitialState(), true);
  useActions.setState({ actions: [] });
});

describe("SettingsPage", () => {
  it("changes the looks at once, and keeps that", async () => {
    applyPreferences();
    const { user } = await renderIn(<SettingsPage />);
    await user.selectOptions(screen.getByLabelText("Theme"), "Dark");
    await user.selectOptions(screen.getByLabelText("Movement"), "As little as possible");
    await user.selectOptions(screen.getByLabelText("Tiles in lists of images"), "Large");
    expect(document.documentElement.dataset).toMatchObject({ theme: "dark", motion: "less" });
    expect(usePreferences.getState()).toMatchObject({ theme: "dark", motion: "less", tile: 240 });
    expect(localStorage.getItem("semblance.preferences")).toContain('"theme":"dark"');
    await user.selectOptions(screen.getByLabelText("Theme"), "As the system has it");
    expect(document.documentElement.dataset["theme"]).toBeUndefined();
  });

  it("switches single-key shortcuts", async () => {
    const { user } = await renderIn(<SettingsPage />);
    const keys = screen.getByRole("checkbox", { name: "Single-key shortcuts" });
    expect(keys).toBeChecked();
    await user.click(keys);
    expect(usePreferences.getState().singleKeys).toBe(false);
  });

  it("says who is logged in, and what the role can do", async () => {
    actAs("viewer");
    const { user } = await renderIn(<SettingsPage />);
    expect(screen.getByText("viewer@acme")).toBeInTheDocument();
    expect(screen.getByText(/It changes nothing/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Log out" }));
    expect(useSession.getState().state).toBe("out");
  });
});

describe("what this browser remembers", () => {
  const forget = (name: string) => screen.getByRole("button", { name: `Forget: ${name}` });
  const yes = () => within(screen.getByRole("dialog")).getByRole("button", { name: "Forget it" });

  it("is kept when the person thinks better of it", async () => {
    record({ kind: "feedback", label: "It", params: {}, userId: "mia" });
    const { user } = await renderIn(<Kept />);
    await user.click(forget("What you did"));
    await user.click(screen.getByRole("button", { name: "Keep it" }));
    expect(useActions.getState().actions).toHaveLength(1);
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  it("is forgotten: the history, without loading the page anew", async () => {
    record({ kind: "feedback", label: "It", params: {}, userId: "mia" });
    const reload = vi.fn();
    const { user } = await renderIn(<Kept reload={reload} />);
    await user.click(forget("What you did"));
    await user.click(yes());
    expect(useActions.getState().actions).toEqual([]);
    expect(localStorage.getItem("semblance.actions")).not.toContain("It");
    expect(reload).not.toHaveBeenCalled();
  });

  it("is forgotten: searches and uploads, also by what is in memory", async () => {
    localStorage.setItem("semblance.searches", "x");
    localStorage.setItem("semblance.upload.left", "x");
    const reload = vi.fn();
    const { user } = await renderIn(<Kept reload={reload} />);
    await user.click(forget("Recent searches"));
    await user.click(yes());
    await waitFor(() => expect(reload).toHaveBeenCalledTimes(1));
    expect([localStorage.getItem("semblance.searches"), localStorage.getItem("semblance.upload.left")]).toEqual([
      null,
      "x",
    ]);
    await user.click(forget("Record of uploads"));
    await user.click(yes());
    await waitFor(() => expect(reload).toHaveBeenCalledTimes(2));
    expect(localStorage.getItem("semblance.upload.left")).toBeNull();
  });

  it("has the names under which the other features keep it", () => {
    const src = join(import.meta.dirname, "../..");
    const files = [
      "lib/actions.ts",
      "features/search/recent.ts",
      "features/upload/leftover.ts",
      "features/upload/manifest.ts",
    ];
    const texts = files.map((file) => readFileSync(join(src, file), "utf8")).join("\n");
    const names = KEEPINGS.flatMap(({ keys, database }) => [...keys, ...(database ? [database] : [])]);
    expect(names.filter((name) => !texts.includes(`"${name}"`))).toEqual([]);
  });
});
