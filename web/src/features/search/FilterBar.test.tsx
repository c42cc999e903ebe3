/** Filters: edited in a sheet, shown as chips, taken away one by one and all at once. */
import { screen, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { FilterBar } from "@/features/search/FilterBar";
import type { View } from "@/features/search/view";
import { actAs } from "@/testing/people";
import { renderIn } from "@/testing/render";

async function open(view: View) {
  const me = actAs("viewer");
  const go = vi.fn<(change: Partial<View>) => void>();
  const shown = await renderIn(<FilterBar view={view} go={go} tags={["circle", "red"]} />);
  await shown.user.click(screen.getByRole("button", { name: "Filters" }));
  const sheet = await screen.findByRole("dialog", { name: "Filters" });
  const apply = () => shown.user.click(within(sheet).getByRole("button", { name: "Show the results" }));
  return { ...shown, go, sheet, apply, me };
}

it("changes nothing until it is applied, and then all at once", async () => {
  const { user, go, sheet, apply, me } = await open({ q: "cat", none: ["old"] });
  await user.type(within(sheet).getByLabelText("Any of these tags"), "circle, red{Enter}blue");
  await user.type(within(sheet).getByLabelText("From"), "2026-03-28");
  await user.selectOptions(within(sheet).getByLabelText(/^blurry/), "without");
  await user.selectOptions(within(sheet).getByLabelText("Owner"), "You");
  await user.selectOptions(within(sheet).getByLabelText("Came in by"), "the API");
  await user.type(within(sheet).getByLabelText("Least width, pixels"), "640");
  await user.click(within(sheet).getByRole("button", { name: "Remove tag old" }));
  expect(go).not.toHaveBeenCalled();
  await apply();
  expect(go).toHaveBeenCalledOnce();
  expect(go.mock.calls[0]?.[0]).toMatchObject({
    tags: ["circle", "red", "blue"],
    none: undefined,
    since: "2026-03-28",
    nochecks: ["blurry"],
    owner: me.userId,
    source: "api",
    minw: 640,
  });
  expect(go.mock.calls[0]?.[0]).not.toHaveProperty("q");
});

it("refuses days that end before they begin", async () => {
  const { user, go, sheet, apply } = await open({ since: "2026-03-28" });
  await user.type(within(sheet).getByLabelText("Until, with that day"), "2026-03-27");
  expect(within(sheet).getByText("This is before the first day.")).toBeInTheDocument();
  await apply();
  expect(go).not.toHaveBeenCalled();
});

it("shows every filter as a chip that takes it away", async () => {
  const { user, go } = await open({ tags: ["a", "b"], quality: 40 });
  await user.click(screen.getByRole("button", { name: "Remove filter tag: a" }));
  expect(go).toHaveBeenLastCalledWith({ tags: ["b"] });
  expect(screen.getByRole("button", { name: "Filters" })).toHaveFocus();
  await user.click(screen.getByRole("button", { name: "Remove filter quality ≥ 40 %" }));
  expect(go).toHaveBeenLastCalledWith({ quality: undefined });
});
