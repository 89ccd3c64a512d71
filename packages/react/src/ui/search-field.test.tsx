import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { SearchField } from "./search-field.tsx";

afterEach(() => {
  vi.useRealTimers();
});

const field = (value: string, onSearch: (text: string) => void) => (
  <SearchField label="Search people" placeholder="Name" value={value} onSearch={onSearch} />
);
const shown = () => screen.getByRole<HTMLInputElement>("searchbox", { name: "Search people" });

test("a word is asked for once, when the typing rests; what is typed until its answer comes stays", async () => {
  const onSearch = vi.fn();
  const user = userEvent.setup();
  const { rerender } = render(field("", onSearch));
  await user.type(shown(), "may");
  expect(onSearch).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(onSearch).toHaveBeenCalledExactlyOnceWith("may"));
  await user.type(shown(), "a");
  rerender(field("may", onSearch));
  expect(shown().value).toBe("maya");
  await vi.waitFor(() => expect(onSearch).toHaveBeenLastCalledWith("maya"));
});

test("another way than typing changes what it shows, and asks nothing", () => {
  vi.useFakeTimers();
  const onSearch = vi.fn();
  const { rerender } = render(field("maya", onSearch));
  rerender(field("", onSearch));
  expect(shown().value).toBe("");
  vi.advanceTimersByTime(10_000);
  expect(onSearch).not.toHaveBeenCalled();
});
