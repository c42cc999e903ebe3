/** The frame of every view: what each role is offered, and how it is got around in. */
import { screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { useConnection } from "@/api/connection";
import { useSession } from "@/api/session";
import { Shell } from "@/components/shell/Shell";
import { listenForHotkeys } from "@/lib/hotkeys";
import { usePreferences } from "@/lib/preferences";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";

let stop: () => void;

beforeEach(() => {
  stop = listenForHotkeys();
});

afterEach(() => {
  stop();
  usePreferences.setState({ singleKeys: true });
  useConnection.setState({ isAway: false });
});

const shell = () => renderIn(<Shell tools={null}>Page</Shell>, "/");

const views = () =>
  within(screen.getByRole("navigation", { name: "Views" }))
    .getAllByRole("link")
    .map((link) => link.textContent);

describe("Shell", () => {
  it("offers a viewer nothing that only an editor can use", async () => {
    actAs("viewer");
    await shell();
    expect(views()).toEqual(["Search", "Duplicates", "Anomalies"]);
  });

  it.each(["editor", "admin"] as const)("offers an %s everything", async (role) => {
    actAs(role);
    await shell();
    expect(views()).toEqual(["Search", "Upload", "Duplicates", "Anomalies"]);
  });

  it("says who is logged in, where and as what", async () => {
    actAs("viewer");
    await shell();
    expect(screen.getByRole("button", { name: /^Account:\s?viewer@acme\s?acme · viewer$/ })).toBeInTheDocument();
    expect(screen.getByText(/Tenant acme; role viewer/)).toBeInTheDocument();
  });

  it("logs out", async () => {
    actAs("editor");
    const { user } = await shell();
    await user.click(screen.getByText("Log out"));
    expect(useSession.getState()).toMatchObject({ state: "out", token: null, user: null });
  });

  it("begins with a link over the header to the content", async () => {
    actAs("editor");
    const { user } = await shell();
    await user.tab();
    expect(document.activeElement).toHaveTextContent("Skip to the content");
    expect(document.activeElement).toHaveAttribute("href", `#${screen.getByRole("main").id}`);
  });

  it("goes from view to view by two keys", async () => {
    actAs("editor");
    const { user, router } = await shell();
    await user.keyboard("gd");
    expect(router.state.location.pathname).toBe("/dedupe");
  });

  it("lists the shortcuts, and says where they were switched off", async () => {
    actAs("editor");
    usePreferences.setState({ singleKeys: false });
    const { user } = await shell();
    await user.keyboard("?");
    const help = await screen.findByRole("dialog", { name: "Shortcuts of this page" });
    expect(within(help).getByText("Go to search")).toBeInTheDocument();
    expect(within(help).getByRole("link", { name: "the settings" })).toHaveAttribute("href", "/settings");
    await user.click(within(help).getByRole("button", { name: "Close" }));
    expect(help).not.toBeInTheDocument();
  });

  it("says that the server is away", async () => {
    actAs("editor");
    await shell();
    expect(screen.queryByText(/does not answer/)).not.toBeInTheDocument();
    useConnection.setState({ isAway: true });
    expect(await screen.findByText(/does not answer/)).toBeInTheDocument();
  });
});
