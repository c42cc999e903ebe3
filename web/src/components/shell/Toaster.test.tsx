/** Toasts: what they say, their Undo, and the way to them by keyboard. */
import { screen, waitFor } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it } from "vitest";

import { Shell } from "@/components/shell/Shell";
import { notify, record, useActions, useNotices } from "@/lib/actions";
import { listenForHotkeys } from "@/lib/hotkeys";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";
import { server } from "@/testing/server";

beforeEach(() => {
  useActions.setState({ actions: [] });
  useNotices.setState({ notices: [] });
  actAs("editor");
});

const shell = () => renderIn(<Shell tools={null}>Page</Shell>);

describe("Toaster", () => {
  it("shows what is asked for, as text", async () => {
    await shell();
    notify({ title: "<b>Bold</b>", detail: "and why", tone: "bad" });
    // Bad news is said twice: on the toast, and to screen readers at once.
    expect((await screen.findAllByText("<b>Bold</b>")).length).toBeGreaterThan(0);
    expect(screen.getAllByText("and why").length).toBeGreaterThan(0);
    expect(document.querySelector("b")).toBeNull();
  });

  it("takes back by its Undo, and says so", async () => {
    let deleted = 0;
    server.use(
      http.delete("*/api/feedback/f", () => {
        deleted += 1;
        return new HttpResponse(null, { status: 204 });
      }),
    );
    const { user } = await shell();
    record({ kind: "feedback", label: "Marked it", params: { feedbackId: "f" }, userId: "mia" });
    await user.click(await screen.findByRole("button", { name: "Undo" }));
    expect(await screen.findByText("Taken back")).toBeInTheDocument();
    expect(deleted).toBe(1);
    expect(useActions.getState().actions[0]?.state).toBe("undone");
    await waitFor(() => expect(screen.queryByRole("button", { name: "Undo" })).not.toBeInTheDocument());
  });

  it("is a region that F6 goes to, and its buttons are reached from there", async () => {
    const stop = listenForHotkeys();
    const { user } = await shell();
    notify({ title: "Something", tone: "info" });
    await screen.findByText("Something");
    const around: (string | null)[] = [];
    for (let step = 0; step < 5; step += 1) {
      await user.keyboard("{F6}");
      around.push(document.activeElement?.closest("header,nav,main,[data-region]")?.tagName ?? null);
    }
    stop();
    expect(around.slice(0, 4)).toEqual(["HEADER", "NAV", "MAIN", "DIV"]);
    expect(around[4]).toBe("HEADER");
  });
});
