/** Builds the page on which the grid is measured, as the app is built, into a folder of its own. */
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("."),
  configFile: false,
  envDir: false,
  logLevel: "warn",
  resolve: { alias: { "@": at("../../src") } },
  plugins: [react(), tailwindcss()],
  build: { outDir: at("../../dist-perf"), emptyOutDir: true, target: "es2023", rolldownOptions: { input: at("grid.html") } },
});
