import { cleanup, render, screen } from "@testing-library/react";
import { Suspense } from "react";
import { afterEach, expect, test } from "vitest";
import { lazyPart } from "./lazy-part.tsx";

afterEach(cleanup);

test("a part whose code does not come leaves the rest of the page standing", async () => {
  const Lost = lazyPart<object>(() => Promise.reject(new TypeError("Failed to fetch")));
  const Replaced = lazyPart<object>(
    () => Promise.reject(new TypeError("Failed to fetch")),
    () => <p>Without it</p>,
  );
  render(
    <Suspense fallback={<p>Waiting</p>}>
      <h1>Today</h1>
      <Lost />
      <Replaced />
    </Suspense>,
  );
  expect(await screen.findByText("Without it")).toBeTruthy();
  expect(screen.getByRole("heading", { name: "Today" })).toBeTruthy();
});
