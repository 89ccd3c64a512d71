import { expect, test } from "vitest";
import { deviceOf, passwordTrouble } from "./rules.ts";

const maya = { name: "Maya Okafor", email: "maya@northside.example" };

test.each([
  "on-time-every-time",
  "correct horse battery staple",
  "päivää kaikille!",
  "電車が遅れたので歩いて来た人",
  "maya likes 9 violins",
])("%s is a password that nothing is known against", (password) => expect(passwordTrouble(password, maya)).toBeNull());

test.each([
  "aaaaaaaaaaaa",
  "121212121212",
  "password1234",
  "Password123456!",
  "qwertyqwerty1",
  "MayaOkafor2026",
  "mayamayamaya1",
  "northside-2026",
  "Punctual1234",
  "ＰＡＳＳＷＯＲＤ1234",
])("%s is too easy to guess for Maya Okafor", (password) => expect(passwordTrouble(password, maya)).toMatch(/\.$/));

test.each([
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
    "Safari on iPhone",
  ],
  [
    "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Chrome on ChromeOS",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
    "Edge on macOS",
  ],
  ["curl/8.14.1", null],
  [null, null],
])("%s is told to people as %s", (userAgent, device) => expect(deviceOf(userAgent)).toBe(device));
