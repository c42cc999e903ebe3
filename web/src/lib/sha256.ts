/** SHA-256 of a file in little memory. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Up to here the browser's own one-shot digest is several times faster; it wants all bytes at once. */
const ONE_SHOT_BYTES = 8 * 2 ** 20;
const PIECE_BYTES = 2 ** 20;

/** The hash in hex. Larger files, and pages without a secure context, are read in pieces. */
export async function sha256Of(file: Blob): Promise<string> {
  // On pages that are served without TLS `crypto.subtle` is not there, whatever its type says.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (subtle && file.size <= ONE_SHOT_BYTES) {
    return bytesToHex(new Uint8Array(await subtle.digest("SHA-256", await file.arrayBuffer())));
  }
  const hash = sha256.create();
  for (let from = 0; from < file.size; from += PIECE_BYTES) {
    hash.update(new Uint8Array(await file.slice(from, from + PIECE_BYTES).arrayBuffer()));
  }
  return bytesToHex(hash.digest());
}
