/** The page that is measured and its pictures, from a port of this machine. */
import { createReadStream, existsSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

import { pictureOf } from "./pictures.ts";

const KINDS: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
};

export interface PerfServer {
  origin: string;
  /** How many pictures were asked for so far. */
  pictures: () => number;
  stop: () => Promise<void>;
}

export async function servePage(folder: string): Promise<PerfServer> {
  let pictures = 0;
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
    const item = /^\/pictures\/(\d+)\.png$/u.exec(path)?.[1];
    if (item === undefined) sendFile(response, join(folder, path));
    else {
      pictures += 1;
      response.writeHead(200, { "content-type": "image/png", "cache-control": "public, max-age=31536000, immutable" });
      response.end(pictureOf(Number(item)));
    }
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

function sendFile(response: ServerResponse, file: string): void {
  const kind = KINDS[extname(file)];
  if (kind === undefined || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": kind });
  createReadStream(file).pipe(response);
}
