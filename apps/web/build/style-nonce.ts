import type { Plugin } from "vite";

/**
 * Lets sonner's style sheet carry the page's nonce. The library puts it into the page by itself when it is loaded, and
 * knows no nonce: the page's policy would block it.
 */
export function styleNonce(): Plugin {
  const before = "style.type = 'text/css'";
  const nonce = `style.nonce = document.querySelector("meta[property=csp-nonce]")?.nonce ?? ""`;
  return {
    name: "punctual:style-nonce",
    apply: "build",
    transform(code, id) {
      if (!id.includes("/sonner/dist/index.mjs")) return null;
      if (!code.includes(before))
        this.error("sonner adds its style sheet in another way now: see build/style-nonce.ts.");
      return { code: code.replace(before, nonce), map: null };
    },
  };
}
