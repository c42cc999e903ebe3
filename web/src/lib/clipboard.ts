/** Copying text; where the page may not (no secure context), the caller shows the text selected instead. */

/** True when it is on the clipboard. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
