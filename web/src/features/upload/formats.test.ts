/** What a file is, by its name, its type and its first bytes. */
import { expect, it } from "vitest";

import { ACCEPT, declaredType, sniffed } from "@/features/upload/formats";

it.each([
  ["a.JPG", "", "image/jpeg"],
  ["a.heic", "", "image/heic"],
  ["a.b.TIFF", "image/tiff", "image/tiff"],
  ["pasted", "image/png", "image/png"],
  ["a.dat", "image/x-ms-bmp", "image/bmp"],
  ["a.svg", "image/svg+xml", null],
  ["jpg", "", null],
  ["a.constructor", "", null],
  ["a.mp4", "video/mp4", null],
])("%s of type '%s' is declared as %s", (name, mime, type) => {
  expect(declaredType(name, mime)).toBe(type);
});

it.each([
  ["\xFF\xD8\xFF\xE0", "image/jpeg"],
  ["\x89PNG\r\n\x1A\n\0\0", "image/png"],
  ["GIF89a", "image/gif"],
  ["RIFF\x10\0\0\0WEBPVP8 ", "image/webp"],
  ["RIFF\x10\0\0\0AVI LIST", null],
  ["II*\0", "image/tiff"],
  ["MM\0*", "image/tiff"],
  ["BM\x36", "image/bmp"],
  ["\0\0\0\x20ftypavif\0\0\0\0", "image/avif"],
  ["\0\0\0\x20ftypheic\0\0\0\0", "image/heic"],
  ["\0\0\0\x20ftypmif1\0\0\0\0mif1heic", "image/heic"],
  ["\0\0\0\x20ftypmif1\0\0\0\0mif1avif", "image/avif"],
  ["\0\0\0\x20ftypisom\0\0\0\0", null],
  ["<svg xmlns", null],
  ["", null],
])("bytes %j are %s", (head, type) => {
  expect(sniffed(Uint8Array.from(head, (char) => char.codePointAt(0) ?? 0))).toBe(type);
});

it("asks the file dialog for what is taken", () => {
  expect(ACCEPT.split(",")).toEqual(expect.arrayContaining(["image/jpeg", "image/avif", ".heic"]));
});
