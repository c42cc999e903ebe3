/** Cuts a part out of a picture, in the browser. */
import { pixelsOf } from "@/features/search/crop";
import type { Crop } from "@/features/search/question";

/** The part as a picture of its own. Raises where the browser cannot read this kind of picture. */
export async function cut(picture: Blob, crop: Crop): Promise<Blob> {
  const whole = await createImageBitmap(picture).catch(() => {
    throw new Error("This browser cannot read this kind of picture, so no part of it can be searched for.");
  });
  const { x, y, width, height } = pixelsOf(crop, whole.width, whole.height);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d")?.drawImage(whole, x, y, width, height, 0, 0, width, height);
  whole.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((part) => (part ? resolve(part) : reject(new Error("The part could not be cut out."))), "image/png");
  });
}
