/** A thumb keeps its size, waits while it is held, and asks again for a picture that is not made yet. */
import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Thumb } from "./Thumb";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const picture = () => screen.queryByRole("img", { name: "A cat" });

function pass(ms: number) {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
}

function fail() {
  const image = picture();
  if (image) fireEvent.error(image);
}

test("the picture is decoded off the main thread, cannot be dragged, and has its name", () => {
  render(<Thumb src="/thumbnails/1" alt="A cat" />);
  expect(picture()).toHaveAttribute("src", "/thumbnails/1");
  expect(picture()).toHaveAttribute("decoding", "async");
  expect(picture()).toHaveAttribute("draggable", "false");
});

test("a held thumb asks for nothing until it may", () => {
  const { rerender } = render(<Thumb src="/thumbnails/1" alt="A cat" isHeld />);
  expect(picture()).not.toBeInTheDocument();
  rerender(<Thumb src="/thumbnails/1" alt="A cat" />);
  expect(picture()).toHaveAttribute("src", "/thumbnails/1");
});

test("one that is not made yet is asked for after 1, 2, 4 and 8 seconds, and then no more", () => {
  render(<Thumb src="/thumbnails/1" alt="A cat" />);
  for (const seconds of [1, 2, 4, 8]) {
    fail();
    expect(picture()).not.toBeInTheDocument();
    pass(seconds * 1000 - 1);
    expect(picture()).not.toBeInTheDocument();
    pass(1);
    expect(picture()).toHaveAttribute("src", "/thumbnails/1");
  }
  fail();
  expect(screen.getByRole("img", { name: "A cat: no preview yet" })).toHaveTextContent("No preview yet");
  expect(vi.getTimerCount()).toBe(0);
});

test("another address begins anew", () => {
  const { rerender } = render(<Thumb src="/thumbnails/1" alt="A cat" />);
  fail();
  rerender(<Thumb src="/thumbnails/2" alt="A cat" />);
  expect(picture()).toHaveAttribute("src", "/thumbnails/2");
  expect(vi.getTimerCount()).toBe(0);
});

test("a thumb that goes away asks no more, and lets go of what it was loading", () => {
  const { unmount } = render(<Thumb src="/thumbnails/1" alt="A cat" />);
  const image = picture();
  fail();
  unmount();
  expect(vi.getTimerCount()).toBe(0);
  expect(image).not.toHaveAttribute("src");
});

test("its box is as large as asked", () => {
  const { container } = render(<Thumb src="/thumbnails/1" alt="A cat" size={48} />);
  expect(container.firstElementChild).toHaveStyle({ width: "48px", height: "48px" });
});
