import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { routeTable } from "./build/route-table.ts";
import { styleNonce } from "./build/style-nonce.ts";

const api = `http://127.0.0.1:${process.env["PORT"] ?? "3000"}`;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [routeTable(), styleNonce(), react(), tailwindcss()],
  resolve: {
    alias: [
      {
        find: /^temporal-polyfill$/,
        replacement: fileURLToPath(new URL("./src/temporal.ts", import.meta.url)),
      },
    ],
  },
  // The server writes a nonce of its own in its place into every response (platform/http/static-files.ts).
  html: { cspNonce: "__nonce__" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    manifest: true,
    // An inlined asset would be a data: address, and the preload polyfill an inline script: the pages allow neither.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What most pages share is one file: a hundred small ones are more requests, and compress worse.
        codeSplitting: {
          groups: [{ name: "often", minShareCount: 16, test: /packages|apps|lucide|tanstack|base-ui/ }],
        },
      },
    },
  },
  server: { proxy: { "/api": { target: api, changeOrigin: false } } },
});
