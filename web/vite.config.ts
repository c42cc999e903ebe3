import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// `npm run dev` talks to a running stack: API_ORIGIN is the address that `make local-status` prints for the gateway.
const api = process.env["API_ORIGIN"] ?? "http://127.0.0.1:8000";

// The shell and the page where people begin: apart from the entry they would be two more trips before anything is seen.
const FIRST = new Set(["/_app", "/_app/search"]);

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  plugins: [
    tanstackRouter({
      target: "react",
      autoCodeSplitting: true,
      codeSplittingOptions: { splitBehavior: ({ routeId }) => (FIRST.has(routeId) ? [] : undefined) },
      quoteStyle: "double",
      semicolons: true,
    }),
    react(),
    tailwindcss(),
  ],
  build: {
    manifest: true,
    target: "es2023",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    // What every page loads is one file: in a dozen small ones it is 5 kB more, and more to ask for.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "base", tags: ["$initial"] }] } } },
  },
  server: { port: 5173, proxy: { "/api": { target: api, changeOrigin: false } } },
});
