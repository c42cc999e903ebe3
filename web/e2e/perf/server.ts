/** The page that is measured and its pictures, from a port of this machine. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

import { pictureOf } from "./pictures.ts";

const KINDS: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};
const FOR_EVER = { "content-type": "image/png", "cache-control": "public, max-age=31536000, immutable" };

export interface PerfServer {
  origin: string;
  /** How many pictures were asked for so far. */
  pictures: () => number;
  stop: () => Promise<void>;
}

export async function servePage(): Promise<PerfServer> {
  const files = await built();
  let pictures = 0;
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const item = /^\/pictures\/(\d+)\.png$/u.exec(pathname)?.[1];
    const file = files.get(pathname.slice(1));
    if (item !== undefined) {
      pictures += 1;
      response.writeHead(200, FOR_EVER).end(pictureOf(Number(item)));
    } else if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": KINDS[extname(pathname)] }).end(file);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${port}`, pictures: () => pictures, stop };
}

/** The page as it is built for production, in memory: file names and what is in them. */
async function built(): Promise<Map<string, string | Uint8Array>> {
  const configFile = fileURLToPath(new URL("vite.config.ts", import.meta.url));
  const result = await build({ configFile, mode: "production", build: { write: false } });
  if (!("output" in result)) throw new Error("the build has no output");
  return new Map(result.output.map((file) => [file.fileName, file.type === "chunk" ? file.code : file.source]));
}
