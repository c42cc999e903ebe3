/** A part of a picture by its edges as numbers, and by the pointer. */
import { fireEvent, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import CropDialog from "@/features/search/CropDialog";
import type { Crop } from "@/features/search/question";
import { renderIn } from "@/testing/render";

async function open(crop?: Crop) {
  const onCrop = vi.fn<(crop: Crop | undefined) => void>();
  const shown = await renderIn(
    <CropDialog src="/picture.webp" crop={crop} onCrop={onCrop} onClose={() => undefined} />,
  );
  return { ...shown, onCrop };
}

it("is given by numbers, without a pointer", async () => {
  const { user, onCrop } = await open([100, 100, 500, 500]);
  for (const [name, value] of [
    ["Left, %", "20"],
    ["Bottom, %", "80.5"],
  ] as const) {
    await user.clear(screen.getByLabelText(name));
    await user.type(screen.getByLabelText(name), value);
  }
  await user.click(screen.getByRole("button", { name: "Search this part" }));
  expect(onCrop).toHaveBeenCalledWith([200, 100, 500, 805]);
});

it("is drawn and dragged with the pointer", async () => {
  const { user, onCrop } = await open([0, 0, 100, 100]);
  const area = screen.getByAltText("What a part is taken of").parentElement ?? document.body;
  area.getBoundingClientRect = () => new DOMRect(0, 0, 200, 100);
  area.setPointerCapture = () => undefined;
  const drag = (from: readonly [number, number], to: readonly [number, number]) => {
    fireEvent.pointerDown(area, { clientX: from[0], clientY: from[1], pointerId: 1 });
    fireEvent.pointerMove(area, { clientX: to[0], clientY: to[1], pointerId: 1 });
    fireEvent.pointerUp(area, { pointerId: 1 });
  };
  drag([160, 80], [60, 40]);
  drag([100, 60], [80, 50]);
  await user.click(screen.getByRole("button", { name: "Search this part" }));
  expect(onCrop).toHaveBeenCalledWith([200, 300, 700, 700]);
});

it("can be the whole again", async () => {
  const { user, onCrop } = await open([0, 0, 100, 100]);
  await user.click(screen.getByRole("button", { name: "Widen to the whole" }));
  await user.click(screen.getByRole("button", { name: "Search this part" }));
  expect(onCrop).toHaveBeenCalledWith(undefined);
});
