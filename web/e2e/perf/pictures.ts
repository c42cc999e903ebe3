/** Pictures for the grid to show, drawn here: as large as real thumbnails, and no two beside each other alike. */
import { crc32, deflateSync } from "node:zlib";

const SIDE = 256;
const KINDS = 24;

let drawn: Buffer[] | undefined;

/** The picture of this item, as PNG. */
export function pictureOf(item: number): Buffer {
  drawn ??= Array.from({ length: KINDS }, (_, kind) => png(kind));
  return drawn[item % KINDS] ?? Buffer.alloc(0);
}

function png(kind: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from("89504e470d0a1a0a", "hex");
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows(kind))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Waves in three colours, with some grain, so that decoding has something to do. */
function rows(kind: number): Buffer {
  const lines = Buffer.alloc(SIDE * (1 + 3 * SIDE));
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const wave = Math.sin((x * (1 + (kind % 5))) / 29) + Math.cos((y * (1 + (kind % 7))) / 37);
      const grain = (x * 7919 + y * 104_729 + kind) % 11;
      lines.set(
        [128 + 50 * wave + grain, (kind * 10 + y / 2) % 256, (kind * 37 + x / 2) % 256],
        y * (1 + 3 * SIDE) + 1 + 3 * x,
      );
    }
  }
  return lines;
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
