import { expect, test } from "vitest";
import { redirectToCanonicalHost } from "./canonical-host.ts";

const navigation = { headers: { "sec-fetch-mode": "navigate" } };

test("a person who came by 127.0.0.1 is sent to the public name, with path and query", () => {
  const request = new Request("http://127.0.0.1:3000/sessions?status=active", navigation);
  const response = redirectToCanonicalHost(request, "http://localhost:3000");
  expect(response?.headers.get("location")).toBe("http://localhost:3000/sessions?status=active");
});

test.each([
  ["the public name itself", "http://localhost:3000/", navigation, "http://localhost:3000"],
  ["an API call", "http://127.0.0.1:3000/api/me", {}, "http://localhost:3000"],
  ["a public deployment", "http://127.0.0.1:3000/", navigation, "https://coaching.example.com"],
  ["another host", "http://evil.example:3000/", navigation, "http://localhost:3000"],
])("%s is left alone", (_, url, init, publicUrl) => {
  expect(redirectToCanonicalHost(new Request(url, init), publicUrl)).toBeNull();
});
