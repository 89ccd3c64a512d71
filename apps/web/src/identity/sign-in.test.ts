import { describe, expect, test } from "vitest";
import { signIn, signInSentence } from "./sign-in.ts";

const answering =
  (response: Response): typeof fetch =>
  async () =>
    response;

const attempt = (response: Response) =>
  signIn({ email: " maya@northside.example ", password: "x" }, answering(response));

describe("signing in", () => {
  test("sends the trimmed address and the password as JSON, with the cookie of this origin", async () => {
    const seen: { url: string; init: RequestInit | undefined }[] = [];
    const outcome = await signIn({ email: " maya@northside.example ", password: " spaced " }, async (url, init) => {
      seen.push({ url: String(url), init });
      return new Response("{}", { status: 200 });
    });
    expect(outcome).toEqual({ kind: "signed_in" });
    expect(seen[0]?.url).toBe("/api/auth/sign-in/email");
    expect(seen[0]?.init?.credentials).toBe("same-origin");
    expect(JSON.parse(String(seen[0]?.init?.body))).toEqual({ email: "maya@northside.example", password: " spaced " });
  });

  test("a wrong password says that the two do not belong together, not which one is wrong", async () => {
    const outcome = await attempt(new Response("{}", { status: 401 }));
    expect(outcome.kind).toBe("wrong_credentials");
    expect(signInSentence(outcome)).toMatch(/do not belong together/);
  });

  test.each([
    ["retry-after", "40", "Try again in 40 seconds."],
    ["x-retry-after", "1", "Try again in 1 second."],
    ["retry-after", "90", "Try again in 2 minutes."],
  ])("too many attempts say how long to wait (%s: %s)", async (header, value, sentence) => {
    const outcome = await attempt(new Response("{}", { status: 429, headers: { [header]: value } }));
    expect(signInSentence(outcome)).toBe(`Too many attempts. ${sentence}`);
  });

  test("too many attempts without a time still say to wait", async () => {
    expect(signInSentence(await attempt(new Response("", { status: 429 })))).toMatch(/Wait a minute/);
  });

  test("a lost connection is an outcome, not an exception", async () => {
    const outcome = await signIn({ email: "a@b.example", password: "x" }, async () => {
      throw new TypeError("Failed to fetch");
    });
    expect(outcome.kind).toBe("unreachable");
    expect(signInSentence(outcome)).toMatch(/cannot be reached/);
  });

  test.each([502, 503, 504])("a server that is down (%i) reads as not reachable", async (status) => {
    expect((await attempt(new Response("", { status }))).kind).toBe("unreachable");
  });

  test.each([400, 422, 403, 500])("every other refusal (%i) has a sentence with a way out", async (status) => {
    const sentence = signInSentence(await attempt(new Response("", { status })));
    expect(sentence).toMatch(/try again|Ask/i);
  });
});
