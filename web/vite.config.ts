import tailwindcss from "@tailwindcss/vite";
import { tanstackRouter } from "@tanstack/router-plugin/vite";
import react from "@vitejs/plugin-react";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// `npm run dev` talks to a running stack: API_ORIGIN is the address that `make local-status` prints for the gateway.
const api = process.env["API_ORIGIN"] ?? "http://127.0.0.1:8000";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  plugins: [
    tanstackRouter({ target: "react", autoCodeSplitting: true, quoteStyle: "double", semicolons: true }),
    react(),
    tailwindcss(),
  ],
  build: { manifest: true, target: "es2023", assetsInlineLimit: 0, chunkSizeWarningLimit: 600 },
  server: { port: 5173, proxy: { "/api": { target: api, changeOrigin: false } } },
});
