/** Pictures that are asked about and are no image of the library: they stay in this tab's memory, never in its storage. */

interface Chosen {
  file: Blob;
  name: string;
  src: string;
}

const MOST = 8;
const chosen = new Map<string, Chosen>();

/** Keep a file. Returns the word that stands for it in the URL. */
export function keepFile(file: File): string {
  const marker = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  chosen.set(marker, { file, name: file.name, src: URL.createObjectURL(file) });
  for (const [oldest, { src }] of [...chosen].slice(0, -MOST)) {
    URL.revokeObjectURL(src);
    chosen.delete(oldest);
  }
  return marker;
}

/** The file of a marker; undefined after a reload, or when many were chosen since. */
export function chosenFile(marker: string): Chosen | undefined {
  return chosen.get(marker);
}

/** The first picture among files that were dropped, pasted or chosen. */
export function pictureAmong(files: Iterable<File> | null | undefined): File | undefined {
  return [...(files ?? [])].find(
    (file) => file.type.startsWith("image/") || /\.(hei[cf]|avif|tiff?)$/i.test(file.name),
  );
}
