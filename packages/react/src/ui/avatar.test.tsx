import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Avatar } from "./avatar.tsx";

afterEach(cleanup);

test("a picture that does not come is replaced by initials, until there is another one", () => {
  const { container, rerender } = render(<Avatar name="Maya Okafor" src="https://pictures.example/1.png" />);
  const picture = () => container.querySelector("img");
  expect(picture()).not.toBeNull();
  fireEvent.error(picture() as HTMLImageElement);
  expect(picture()).toBeNull();
  expect(container.textContent).toBe("MO");
  rerender(<Avatar name="Maya Okafor" src="https://pictures.example/2.png" />);
  expect(picture()?.src).toBe("https://pictures.example/2.png");
});
