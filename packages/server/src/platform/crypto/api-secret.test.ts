import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOfApiSecret, isApiSecret, newApiSecret, shownOfApiSecret } from "./api-secret.ts";

test("a secret has one form, is never the same twice, and shows no more than its beginning", () => {
  const secrets = Array.from({ length: 200 }, newApiSecret);
  for (const secret of secrets) {
    expect(secret).toMatch(/^pk_punctual_[0-9A-Za-z]{49}$/);
    expect(isApiSecret(secret)).toBe(true);
    expect(shownOfApiSecret(secret)).toMatch(/^pk_punctual_[0-9A-Za-z]{4}$/);
    expect(hashOfApiSecret(secret)).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(new Set(secrets).size).toBe(200);
});

test("a secret with any other character in it is noticed without asking the database", () => {
  const secret = newApiSecret();
  fc.assert(
    fc.property(fc.nat(secret.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
      const altered = `${secret.slice(0, at)}${character}${secret.slice(at + 1)}`;
      expect(isApiSecret(altered)).toBe(altered === secret);
    }),
    { numRuns: 500 },
  );
  for (const text of ["", "pk_punctual_", secret.slice(0, -1), `${secret}0`, ` ${secret}`, `${secret}\n`]) {
    expect(isApiSecret(text), JSON.stringify(text)).toBe(false);
  }
});
