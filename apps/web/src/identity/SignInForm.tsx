import { Button, TextField } from "@punctual/react";
import { CircleAlert } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { type Credentials, type SignInOutcome, signIn, signInSentence } from "./sign-in.ts";

/** E-mail and password. `onSignedIn` is called once the server has set the login session. */
export function SignInForm(props: {
  readonly onSignedIn: () => void;
  readonly attempt?: (credentials: Credentials) => Promise<SignInOutcome>;
}) {
  const [outcome, setOutcome] = useState<SignInOutcome | null>(null);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState<{ readonly email: boolean; readonly password: boolean } | null>(null);
  const alert = useRef<HTMLParagraphElement>(null);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const credentials = { email: String(data.get("email") ?? ""), password: String(data.get("password") ?? "") };
    const incomplete = { email: !/^\S+@\S+$/.test(credentials.email.trim()), password: credentials.password === "" };
    if (incomplete.email || incomplete.password) {
      setMissing(incomplete);
      setOutcome(null);
      return;
    }
    setMissing(null);
    setBusy(true);
    const next = await (props.attempt ?? signIn)(credentials);
    setBusy(false);
    setOutcome(next);
    if (next.kind === "signed_in") props.onSignedIn();
  }

  const sentence = outcome === null ? null : signInSentence(outcome);
  useEffect(() => {
    if (sentence !== null) alert.current?.focus();
  }, [sentence]);

  return (
    <form noValidate onSubmit={(event) => void send(event)} className="flex flex-col gap-5">
      {sentence === null ? null : (
        <p
          ref={alert}
          role="alert"
          tabIndex={-1}
          className="flex gap-2 rounded-md bg-canceled-soft px-4 py-3 text-sm text-canceled"
        >
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" strokeWidth={1.5} />
          {sentence}
        </p>
      )}
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        required
        error={missing?.email ? "Write your whole e-mail address, for example maya@northside.example." : null}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={missing?.password ? "Write your password." : null}
      />
      <Button type="submit" variant="primary" busy={busy} busyLabel="Signing in" className="w-full">
        Sign in
      </Button>
    </form>
  );
}
