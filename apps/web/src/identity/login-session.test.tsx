import { afterEach, expect, test, vi } from "vitest";
import { noteSignedIn, onSignedOutElsewhere } from "./login-session.ts";

afterEach(() => localStorage.clear());

/** What the browser tells the other tabs when one changes the storage. */
const tell = (key: string, newValue: string | null) =>
  window.dispatchEvent(new StorageEvent("storage", { key, newValue }));

test("a sign-out in another tab is heard until the watch ends; a sign-in and other news are not", () => {
  noteSignedIn(true);
  const key = localStorage.key(0) ?? "";
  const leave = vi.fn();
  const end = onSignedOutElsewhere(leave);
  tell("theme", null);
  tell(key, "1");
  expect(leave).not.toHaveBeenCalled();
  tell(key, null);
  expect(leave).toHaveBeenCalledTimes(1);
  end();
  tell(key, null);
  expect(leave).toHaveBeenCalledTimes(1);
});
