/** The list: one verdict for many, what fails among them, and the export. */
import { screen, waitFor, within } from "@testing-library/react";
import { http, HttpResponse } from "msw";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { showPage } from "@/features/anomalies/fakePage";
import { anomaly, idOf, serveQa } from "@/features/anomalies/fakeQa";
import { useActions } from "@/lib/actions";
import { actAs } from "@/testing/people";
import { server } from "@/testing/server";

const row = (name: string) => screen.findByRole("row", { name: new RegExp(name) });

beforeEach(() => {
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(600);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(900);
  useActions.setState({ actions: [] });
});

describe("the list", () => {
  it("sends one verdict for all that are selected, lists what was not taken, and tries that again", async () => {
    const me = actAs("editor");
    const fake = serveQa([anomaly(1), anomaly(2), anomaly(3)], me.userId);
    fake.onReview = (name) =>
      name === "part2.png" ? HttpResponse.json({ title: "The image is gone" }, { status: 404 }) : undefined;
    const { user } = await showPage({ view: "list" });
    await user.click(within(await row("part1.png")).getByRole("checkbox"));
    await user.click(within(await row("part2.png")).getByRole("checkbox"));
    await user.type(screen.getByLabelText("Note for all of them, optional"), "batch 7");
    const group = screen.getByRole("group", { name: /One verdict for all/ });
    await user.click(within(group).getByRole("button", { name: "Defect" }));
    const report = await screen.findByRole("dialog", { name: "Defect: 2 images" });
    expect(await within(report).findByText("1 image reviewed; 1 image not:")).toBeInTheDocument();
    expect(report).toHaveTextContent("part2.pngThe image is gone");
    expect(useActions.getState().actions[0]).toMatchObject({
      label: "1 image: defect",
      params: { imageIds: idOf(1) },
    });

    fake.onReview = () => undefined;
    await user.click(within(report).getByRole("button", { name: "Try these again" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    expect(fake.said.map(({ name }) => name)).toEqual(["part1.png", "part2.png"]);
    expect(fake.said[1]?.body).toEqual({ verdict: "defect", note: "batch 7" });
    await waitFor(() => expect(screen.queryByRole("row", { name: /part2.png/ })).not.toBeInTheDocument());
  });

  it("waits when it is told to", async () => {
    const me = actAs("editor");
    const fake = serveQa([anomaly(1)], me.userId);
    let asked = 0;
    fake.onReview = () => {
      asked += 1;
      return asked === 1 ? HttpResponse.json({}, { status: 429, headers: { "Retry-After": "1" } }) : undefined;
    };
    const { user } = await showPage({ view: "list" });
    await user.click(await screen.findByLabelText("Select all that are loaded"));
    const group = screen.getByRole("group", { name: /One verdict for all/ });
    await user.click(within(group).getByRole("button", { name: "Unsure" }));
    await waitFor(() => expect(fake.said).toHaveLength(1), { timeout: 10_000 });
    expect(asked).toBe(2);
  });

  it("leads to one of them, and offers viewers nothing to change", async () => {
    actAs("viewer");
    serveQa([anomaly(1), anomaly(2)], "nobody");
    const { user } = await showPage({ view: "list" });
    const second = await row("part2.png");
    expect(screen.queryByRole("checkbox")).not.toBeInTheDocument();
    expect(second).toHaveTextContent("Ten nearest");
    await user.click(within(second).getByRole("button"));
    expect(await screen.findByText("2 of 2")).toBeInTheDocument();
  });

  it("is exported with its filters and the token, as a file", async () => {
    actAs("viewer");
    serveQa([anomaly(1)], "nobody");
    let request: Request | undefined;
    server.use(
      http.get("*/api/qa/anomalies.csv", (asked) => {
        request = asked.request;
        return HttpResponse.text("image_id\n1\n");
      }),
    );
    URL.createObjectURL = vi.fn(() => "blob:one");
    const saved = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    const { user } = await showPage({ view: "list" });
    await user.click(await screen.findByRole("button", { name: "Export CSV" }));
    await waitFor(() => expect(saved).toHaveBeenCalledOnce());
    expect((saved.mock.contexts[0] as HTMLAnchorElement).download).toBe("anomalies-all-knn.csv");
    expect(request?.headers.get("Authorization")).toBe("Bearer token");
    expect(new URL(request?.url ?? "").search).toBe("?method=knn&flagged=true&reviewed=false");
  });
});
