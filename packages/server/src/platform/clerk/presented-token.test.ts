import { expect, test } from "vitest";
import { createClerkInstance } from "../../testing/clerk-tokens.ts";
import { cookieSuffix, presentedToken } from "./presented-token.ts";

const { publishableKey } = createClerkInstance().config;
const suffixed = `__session_${cookieSuffix(publishableKey)}`;
const presented = (headers: Record<string, string>) => presentedToken(new Headers(headers), publishableKey);

test("the suffix of Clerk's cookies is the one that its own library makes", () => {
  // From getCookieSuffix of @clerk/shared for this key.
  expect(cookieSuffix("pk_test_aGFwcHktb3R0ZXItMTIuY2xlcmsuYWNjb3VudHMuZGV2JA==")).toBe("GS7nYzmc");
});

test("the token comes by Clerk's cookie or as a bearer; the instance's own cookie goes before the general one", () => {
  expect(presented({})).toEqual({ kind: "none" });
  expect(presented({ cookie: "a=b; __session=" })).toEqual({ kind: "none" });
  expect(presented({ cookie: "a=b; __session=x.y.z; c=d" })).toEqual({ kind: "token", token: "x.y.z", by: "cookie" });
  expect(presented({ cookie: `__session=other; ${suffixed}=mine` })).toMatchObject({ token: "mine" });
  expect(presented({ cookie: "__session_AAAAAAAA=x; not__session=y" })).toEqual({ kind: "none" });
  expect(presented({ authorization: "bearer x.y.z", cookie: "__session=other" })).toEqual({
    kind: "token",
    token: "x.y.z",
    by: "bearer",
  });
});

test("two cookies that differ count as none of them, and so does another kind of authorization", () => {
  expect(presented({ cookie: "__session=a; __session=a" })).toMatchObject({ token: "a" });
  expect(presented({ cookie: "__session=a; __session=b" })).toEqual({ kind: "ambiguous" });
  expect(presented({ authorization: "Basic YTpi", cookie: "__session=a" })).toEqual({ kind: "ambiguous" });
  expect(presented({ authorization: "Bearer", cookie: "__session=a" })).toEqual({ kind: "ambiguous" });
});
