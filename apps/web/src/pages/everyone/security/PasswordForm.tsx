import { Button, notify, reasonOf, TextField, Trouble, useChangePassword } from "@punctual/react";
import { type FormEvent, useState } from "react";
import { passwordTrouble } from "../../../identity/password-rules.ts";
import { useViewer } from "../../../identity/queries.ts";

/** Changes one's own password. What was typed stays when it is refused. */
export function PasswordForm() {
  const viewer = useViewer();
  const change = useChangePassword();
  const [errors, setErrors] = useState<{ readonly current: string | null; readonly next: string | null }>({
    current: null,
    next: null,
  });

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const currentPassword = String(data.get("current") ?? "");
    const newPassword = String(data.get("next") ?? "");
    const found = {
      current: currentPassword === "" ? "Write the password that you sign in with now." : null,
      next: passwordTrouble(newPassword),
    };
    setErrors(found);
    if (found.current !== null || found.next !== null || change.isPending) return;
    change.mutate(
      { currentPassword, newPassword },
      {
        onSuccess: () => {
          form.reset();
          notify.success("Password changed", { description: "You are signed out everywhere else." });
        },
      },
    );
  }

  return (
    <form noValidate onSubmit={save} className="flex flex-col gap-5">
      {/* So that a password manager knows whose password this is. */}
      <input type="text" name="username" autoComplete="username" value={viewer.email} readOnly hidden />
      <TextField
        label="Present password"
        name="current"
        type="password"
        autoComplete="current-password"
        error={errors.current}
      />
      <TextField
        label="New password"
        name="next"
        type="password"
        autoComplete="new-password"
        hint="All other places where you are signed in are signed out."
        error={errors.next}
      />
      <Trouble>{change.isError ? `Your password stays. ${reasonOf(change.error)}` : null}</Trouble>
      <div>
        <Button type="submit" variant="primary" busy={change.isPending} busyLabel="Changing" className="max-sm:w-full">
          Change password
        </Button>
      </div>
    </form>
  );
}
