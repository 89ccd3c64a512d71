import { afterEach, expect, test, vi } from "vitest";
import { PageNotLoaded, pageCode } from "./lazy-page.ts";

afterEach(() => vi.unstubAllGlobals());

const gone = new TypeError("Failed to fetch dynamically imported module: /assets/SessionsPage-old.js");
const failing = pageCode(() => Promise.reject(gone));

test("code that comes is passed on", async () => {
  expect(await pageCode(async () => ({ Page: 1 }))()).toEqual({ Page: 1 });
});

test("without a network the page is not loaded, which the router does not take for a new version", async () => {
  vi.stubGlobal("navigator", { onLine: false });
  await expect(failing()).rejects.toBeInstanceOf(PageNotLoaded);
});

test("while the server is down the page is not loaded either", async () => {
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(failing()).rejects.toThrow(/try again when you are connected/);
});

test("code that is gone from a server that answers stays what it is: a new version", async () => {
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("fetch", async () => new Response("ok"));
  await expect(failing()).rejects.toBe(gone);
});
