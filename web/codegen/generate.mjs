/**
 * Types of the API from its OpenAPI document: `node codegen/generate.mjs OPENAPI.json` writes src/api/schema.d.ts,
 * with `--check` it ends with 1 when the file is not what the document says.
 */
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const target = new URL("../src/api/schema.d.ts", import.meta.url);
const [path, mode] = process.argv.slice(2);
const document = JSON.parse(await readFile(path, "utf8"));
const types = astToString(await openapiTS(document, { alphabetize: true }));
const text = `/** Written by \`make web-api\` from the gateway's OpenAPI document. */\n\n${types}`;

if (mode !== "--check") {
  await writeFile(target, text);
} else if ((await readFile(target, "utf8").catch(() => "")) !== text) {
  console.error("web/src/api/schema.d.ts is not what the API says; run: make web-api");
  process.exit(1);
}
