/** Which picture formats are taken: by a file's name, by its declared type, and by its first bytes. */

const TYPES = new Map(
  Object.entries({
    jpg: "image/jpeg",
    jpeg: "image/jpeg",
    jpe: "image/jpeg",
    jfif: "image/jpeg",
    png: "image/png",
    apng: "image/png",
    webp: "image/webp",
    gif: "image/gif",
    bmp: "image/bmp",
    dib: "image/bmp",
    tif: "image/tiff",
    tiff: "image/tiff",
    heic: "image/heic",
    heif: "image/heic",
    avif: "image/avif",
  }),
);
const TAKEN = new Set(TYPES.values());
const SYNONYMS = new Map(
  Object.entries({
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/apng": "image/png",
    "image/x-png": "image/png",
    "image/x-ms-bmp": "image/bmp",
    "image/x-bmp": "image/bmp",
    "image/tif": "image/tiff",
    "image/heif": "image/heic",
  }),
);

/** For `<input accept>`: types where the system knows them, endings where it does not. */
export const ACCEPT = `${[...TAKEN].join(",")},.heic,.heif,.avif,.jfif`;

/** What people read beside the drop zone. */
export const FORMAT_NAMES = "JPEG, PNG, WebP, GIF, BMP, TIFF, HEIC and AVIF";

/** How many bytes `sniffed` looks at. */
export const HEAD_BYTES = 32;

/** What the file says it is, by its ending or else its declared type; null when that is no format that is taken. */
export function declaredType(name: string, mime: string): string | null {
  const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  const byName = name.includes(".") ? TYPES.get(ending) : undefined;
  if (byName) return byName;
  const type = SYNONYMS.get(mime) ?? mime;
  return TAKEN.has(type) ? type : null;
}

/** What the first bytes are; null when they tell nothing. A file with the wrong ending is sent as what it is. */
export function sniffed(head: Uint8Array): string | null {
  const text = Array.from(head.subarray(0, HEAD_BYTES), (byte) => String.fromCodePoint(byte)).join("");
  if (text.startsWith("\xFF\xD8\xFF")) return "image/jpeg";
  if (text.startsWith("\x89PNG\r\n\x1A\n")) return "image/png";
  if (text.startsWith("GIF8")) return "image/gif";
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "image/webp";
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) return "image/tiff";
  if (text.startsWith("BM")) return "image/bmp";
  return text.slice(4, 8) === "ftyp" ? brandType(text.slice(8)) : null;
}

function brandType(brands: string): string | null {
  if (/^avi[fs]/.test(brands)) return "image/avif";
  if (/^hei[cxms]|^hev[cx]/.test(brands)) return "image/heic";
  if (!/^m[is]f1/.test(brands)) return null;
  return /avi[fs]/.test(brands) ? "image/avif" : "image/heic";
}
