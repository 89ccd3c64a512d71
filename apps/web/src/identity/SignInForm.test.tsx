import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { SignInForm } from "./SignInForm.tsx";
import type { Credentials, SignInOutcome } from "./sign-in.ts";

afterEach(cleanup);

async function press(outcome: SignInOutcome, fields: Partial<Credentials> = { email: "a@b.example", password: "pw" }) {
  const attempts: Credentials[] = [];
  let entered = 0;
  render(
    <SignInForm
      onSignedIn={() => {
        entered += 1;
      }}
      attempt={async (credentials) => {
        attempts.push(credentials);
        return outcome;
      }}
    />,
  );
  const user = userEvent.setup();
  if (fields.email) await user.type(screen.getByLabelText("E-mail address"), fields.email);
  if (fields.password) await user.type(screen.getByLabelText("Password"), fields.password);
  await user.click(screen.getByRole("button", { name: "Sign in" }));
  return { attempts, entered: () => entered };
}

test("a refusal is said aloud, takes the focus, and leaves the fields as they were", async () => {
  await press({ kind: "wrong_credentials" });
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toMatch(/do not belong together/);
  expect(document.activeElement).toBe(alert);
  expect(screen.getByLabelText<HTMLInputElement>("E-mail address").value).toBe("a@b.example");
});

test("success goes on, without a word", async () => {
  const { entered } = await press({ kind: "signed_in" });
  expect(entered()).toBe(1);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("an address that is none is caught before anything is sent", async () => {
  const { attempts } = await press({ kind: "signed_in" }, { email: "maya", password: "pw" });
  expect(attempts).toEqual([]);
  expect(screen.getByText(/whole e-mail address/).textContent).toContain("for example");
});

test("a missing password is named at its field", async () => {
  const { attempts } = await press({ kind: "signed_in" }, { email: "a@b.example" });
  expect(attempts).toEqual([]);
  expect(screen.getByLabelText("Password").getAttribute("aria-invalid")).toBe("true");
});
