import { Button, reasonOf, TextField, Trouble } from "@punctual/react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useLinkSecret } from "../../identity/link-secret.ts";
import { passwordTrouble } from "../../identity/password-rules.ts";
import { api } from "../../identity/queries.ts";
import { BrokenLink, isLinkOver } from "./BrokenLink.tsx";
import { LinkFrame } from "./LinkFrame.tsx";
import { quietLink } from "./quiet-link.ts";

/** Sets a new password by the link of a mail. */
export function ResetPasswordPage() {
  const secret = useLinkSecret();
  const [trouble, setTrouble] = useState<string | null>(null);
  const reset = useMutation({
    mutationFn: (newPassword: string) => api.resetPassword({ body: { secret, newPassword } }),
  });

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get("password") ?? "");
    const found = passwordTrouble(password);
    setTrouble(found);
    if (found === null && !reset.isPending) reset.mutate(password);
  }

  if (secret === "" || isLinkOver(reset.error)) {
    return (
      <BrokenLink
        title="This link no longer works"
        error={reset.error}
        wayOut={
          <Link to="/forgot-password" className={quietLink}>
            Have a new link sent
          </Link>
        }
      />
    );
  }
  if (reset.isSuccess) {
    return (
      <LinkFrame
        title="Your password is set"
        lead={<p role="status">You are signed out everywhere. Sign in with the new password.</p>}
      >
        <Link to="/sign-in" className={quietLink}>
          Sign in
        </Link>
      </LinkFrame>
    );
  }
  return (
    <LinkFrame
      title="Set a new password"
      lead="At least 12 characters. A sentence that only you would write is a good one."
    >
      <form noValidate onSubmit={send} className="flex flex-col gap-5">
        <TextField label="New password" name="password" type="password" autoComplete="new-password" error={trouble} />
        <Trouble>{reset.isError ? `Your password stays. ${reasonOf(reset.error)}` : null}</Trouble>
        <Button type="submit" variant="primary" busy={reset.isPending} busyLabel="Setting" className="w-full">
          Set the password
        </Button>
      </form>
    </LinkFrame>
  );
}
