import { Button, reasonOf, TextField, Trouble } from "@punctual/react";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { api } from "../../identity/queries.ts";
import { LinkFrame } from "./LinkFrame.tsx";
import { quietLink } from "./quiet-link.ts";

/** Asks for the mail by which a new password is set. Says the same whether or not there is such an account. */
export function ForgotPasswordPage() {
  const [incomplete, setIncomplete] = useState(false);
  const ask = useMutation({ mutationFn: (email: string) => api.forgotPassword({ body: { email } }) });

  function send(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget).get("email") ?? "").trim();
    const bad = !/^\S+@\S+$/.test(email);
    setIncomplete(bad);
    if (!bad && !ask.isPending) ask.mutate(email);
  }

  if (ask.isSuccess) {
    return (
      <LinkFrame
        title="Check your mail"
        lead={
          <p role="status">
            If somebody here has the address <span className="break-all text-ink">{ask.data.email}</span>, a mail with a
            link is on its way. The link works once, for an hour.
          </p>
        }
      >
        <p className="text-sm text-ink-soft">
          Nothing came? Look among unwanted mail, or ask an admin which address you have here.
        </p>
        <Link to="/sign-in" className={`${quietLink} mt-6`}>
          Back to signing in
        </Link>
      </LinkFrame>
    );
  }
  return (
    <LinkFrame title="Set a new password" lead="We send a link to the address that you sign in with.">
      <form noValidate onSubmit={send} className="flex flex-col gap-5">
        <TextField
          label="E-mail address"
          name="email"
          type="email"
          autoComplete="username"
          inputMode="email"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={254}
          error={incomplete ? "Write your whole e-mail address, for example maya@northside.example." : null}
        />
        <Trouble>{ask.isError ? `No mail was sent. ${reasonOf(ask.error)}` : null}</Trouble>
        <Button type="submit" variant="primary" busy={ask.isPending} busyLabel="Sending" className="w-full">
          Send the link
        </Button>
      </form>
      <Link to="/sign-in" className={`${quietLink} mt-4`}>
        Back to signing in
      </Link>
    </LinkFrame>
  );
}
