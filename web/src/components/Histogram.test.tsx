/** The histogram says in words what its bars show. */
import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";

import { Histogram } from "./Histogram";

const BARS = [
  { from: 0.6, to: 0.7, count: 1000 },
  { from: 0.7, to: 0.8, count: 0 },
  { from: 0.8, to: 0.9, count: 250 },
  { from: 0.9, to: 1, count: 0 },
];

test("a summary of how many there are, where, and how many are above the cut", () => {
  render(<Histogram bars={BARS} cut={0.8} label="Scores" />);
  expect(screen.getByRole("img")).toHaveAccessibleName("Scores: 1,250 between 0.60 and 0.90, 250 from 0.800 up");
});

test("bars are as high as their counts, those above the cut stand out, and the cut has its line", () => {
  const { container } = render(<Histogram bars={BARS} cut={0.8} label="Scores" />);
  const bars = [...container.querySelectorAll("rect")];
  expect(bars.map((bar) => bar.getAttribute("height"))).toEqual(["48", "0", "12", "0"]);
  expect(bars.map((bar) => bar.getAttribute("class"))).toEqual([
    "fill-edge",
    "fill-edge",
    "fill-accent",
    "fill-accent",
  ]);
  expect(Number(container.querySelector("line")?.getAttribute("x1"))).toBeCloseTo(200, 6);
});

test("bars of nothing say so, and no bars are no picture", () => {
  const { rerender } = render(<Histogram bars={[{ from: 0, to: 1, count: 0 }]} cut={2} label="Scores" />);
  expect(screen.getByRole("img")).toHaveAccessibleName("Scores: nothing to show");
  rerender(<Histogram bars={[]} cut={0.5} label="Scores" />);
  expect(screen.queryByRole("img")).not.toBeInTheDocument();
});
