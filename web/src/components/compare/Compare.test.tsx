/** The comparison: its ways, Space, one zoom for all, and a picture that cannot be loaded. */
import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { listenForHotkeys } from "@/lib/hotkeys";

import { Compare } from "./Compare";
import { DifferenceTable } from "./DifferenceTable";
import type { Comparison } from "./types";

const pictures = ["a", "b", "c"].map((id) => ({
  id,
  src: `/large/${id}.webp`,
  fallback: `/small/${id}.webp`,
  alt: `${id}.jpg`,
  caption: `picture ${id}`,
  width: 640,
  height: 480,
}));

function Shown({ start = "side", number = 3 }: { start?: Comparison; number?: number }) {
  const [mode, setMode] = useState<Comparison>(start);
  return <Compare pictures={pictures.slice(0, number)} mode={mode} onMode={setMode} />;
}

const seen = () => screen.getAllByRole("img").map((image) => image.getAttribute("alt"));

describe("Compare", () => {
  let stop: () => void;
  beforeEach(() => {
    stop = listenForHotkeys();
  });
  afterEach(() => stop());

  it("shows two, up to four, or one in place of the other", async () => {
    const user = userEvent.setup();
    render(<Shown />);
    expect(seen()).toEqual(["a.jpg", "b.jpg"]);
    await user.click(screen.getByRole("button", { name: "Up to four" }));
    expect(seen()).toEqual(["a.jpg", "b.jpg", "c.jpg"]);
    await user.click(screen.getByRole("button", { name: "Flicker" }));
    expect(seen()).toEqual(["a.jpg"]);
    await user.click(screen.getByRole("button", { name: "Show the other" }));
    expect(seen()).toEqual(["b.jpg"]);
  });

  it("offers no four of two", () => {
    render(<Shown start="grid" number={2} />);
    expect(screen.queryByRole("button", { name: "Up to four" })).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Side by side" })).toHaveAttribute("aria-pressed", "true");
  });

  it("shows the other as long as Space is held", () => {
    render(<Shown start="flicker" />);
    fireEvent.keyDown(document.body, { key: " " });
    expect(seen()).toEqual(["b.jpg"]);
    fireEvent.keyUp(document.body, { key: " " });
    expect(seen()).toEqual(["a.jpg"]);
  });

  it("moves all pictures by the same zoom", async () => {
    const user = userEvent.setup();
    render(<Shown />);
    await user.keyboard("+");
    const transforms = screen.getAllByRole("img").map((image) => image.style.transform);
    expect(new Set(transforms)).toEqual(new Set(["translate(-20%, -20%) scale(1.4)"]));
    await user.keyboard("0");
    expect(screen.getByAltText("a.jpg").style.transform).toBe("translate(0%, 0%) scale(1)");
    await user.click(screen.getByRole("button", { name: "Closer" }));
    expect(within(screen.getByRole("group", { name: "Zoom of all pictures" })).getByText(/140/)).toBeInTheDocument();
  });

  it("parts two pictures at an edge that can be set without pulling", () => {
    const { container } = render(<Shown start="split" />);
    fireEvent.change(screen.getByRole("slider", { name: "Edge" }), { target: { value: "30" } });
    expect(container.querySelector("[style*='inset(0 0 0 30%)']")).not.toBeNull();
  });

  it("takes the smaller picture where the larger is not there, then says so", () => {
    render(<Shown number={2} />);
    const image = () => screen.getByAltText("a.jpg");
    fireEvent.error(image());
    expect(image()).toHaveAttribute("src", "/small/a.webp");
    fireEvent.error(image());
    expect(screen.getByText("a.jpg: the picture cannot be loaded")).toBeInTheDocument();
  });
});

describe("DifferenceTable", () => {
  it("makes only differing lines stand out, and can leave out the others", async () => {
    const columns = [
      { id: "a", label: "one" },
      { id: "b", label: "two" },
    ];
    const lines = [
      { label: "Size", values: ["1 kB", "2 kB"] },
      { label: "Format", values: ["PNG", "PNG"] },
    ];
    render(<DifferenceTable caption="Facts" columns={columns} lines={lines} />);
    expect(screen.getAllByText("differs")).toHaveLength(1);
    await userEvent.click(screen.getByLabelText("Only what differs"));
    expect(screen.queryByText("Format")).not.toBeInTheDocument();
    expect(screen.getByText("Size")).toBeInTheDocument();
  });
});
