/** What an image is called. */

interface Named {
  image_id: string;
  filename?: string | null;
}

/** The file's name; an image that came without one has its id. */
export function titleOf({ filename, image_id: imageId }: Named): string {
  return filename ?? imageId;
}

/** A hit has no name: its tags say more than its id. */
export function captionOf(imageId: string, tags: readonly string[] | undefined): string {
  return tags && tags.length > 0 ? tags.slice(0, 4).join(", ") : imageId;
}
