import { expect, test } from "vitest";
import { safeReturnTo } from "./return-to.ts";

test.each(["/sessions/ses_1", "/sessions?show=past&search=jordan", "/coaches/x#times"])(
  "%s is kept: it is a path of this app",
  (path) => {
    expect(safeReturnTo(path)).toBe(path);
  },
);

test.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "sessions",
  "",
  "/sign-in?returnTo=/",
  "/api/calendly/connection/callback?code=1",
  undefined,
  7,
])("%s leads to the start page instead", (value) => {
  expect(safeReturnTo(value)).toBe("/");
});
