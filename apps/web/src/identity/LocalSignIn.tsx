import { Button, textLinkClasses } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { canHavePasskeys, passkeySentence, signInByPasskey } from "./passkey.ts";
import { SignInForm } from "./SignInForm.tsx";

/** Signing in where passwords are kept here: by password, by passkey, and the way out for who knows neither. */
export function LocalSignIn(props: {
  readonly onSignedIn: () => void;
  /** Whether this deployment can have passkeys. */
  readonly passkeys: boolean;
}) {
  return (
    <>
      <SignInForm onSignedIn={props.onSignedIn} />
      {props.passkeys && canHavePasskeys() ? <ByPasskey onSignedIn={props.onSignedIn} /> : null}
      <Link to="/forgot-password" className={`${textLinkClasses} mt-4 inline-flex min-h-11 items-center text-sm`}>
        Forgot your password?
      </Link>
    </>
  );
}

function ByPasskey(props: { readonly onSignedIn: () => void }) {
  const [busy, setBusy] = useState(false);
  const [sentence, setSentence] = useState<string | null>(null);

  async function enter(): Promise<void> {
    setBusy(true);
    setSentence(null);
    const outcome = await signInByPasskey();
    setBusy(false);
    setSentence(passkeySentence(outcome));
    if (outcome.kind === "done") props.onSignedIn();
  }

  return (
    <div className="mt-3">
      <Button
        icon={<KeyRound strokeWidth={1.5} />}
        busy={busy}
        busyLabel="Waiting for your device"
        onClick={() => void enter()}
        className="w-full"
      >
        Sign in by passkey
      </Button>
      <p role="alert" className="mt-3 text-sm text-canceled empty:hidden">
        {sentence}
      </p>
    </div>
  );
}
