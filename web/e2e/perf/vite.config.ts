/** Builds the page on which the grid is measured as the app is built. `vite --config` with this serves it while one works on it. */
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at("."),
  envDir: false,
  logLevel: "warn",
  resolve: { alias: { "@": at("../../src") } },
  plugins: [react(), tailwindcss()],
  build: { target: "es2023", rolldownOptions: { input: at("grid.html") } },
});
