import { PageHeader } from "@punctual/react";
import { useConfig, useViewer } from "../../../identity/queries.ts";
import { BackLink } from "../../../shell/BackLink.tsx";
import { useTitle } from "../../../shell/use-title.ts";
import { SettingsPart } from "../SettingsPart.tsx";
import { LoginList } from "./LoginList.tsx";
import { PasskeyList } from "./PasskeyList.tsx";
import { PasswordForm } from "./PasswordForm.tsx";

/** How one signs in, and where one is signed in. */
export function SignInSecurityPage() {
  useTitle("Sign-in and security");
  const viewer = useViewer();
  const { identity } = useConfig();
  return (
    <>
      <PageHeader
        title="Sign-in and security"
        lead={viewer.email}
        back={<BackLink to="/settings">Settings</BackLink>}
      />
      <div className="flex flex-col gap-10 sm:gap-14">
        <SettingsPart
          title="Where you are signed in"
          lead="Something you do not know? Sign it out, then change your password."
        >
          <LoginList />
        </SettingsPart>
        {identity.passwords ? (
          <SettingsPart
            title="Password"
            lead="At least 12 characters. A sentence that only you would write is a good one."
          >
            <PasswordForm />
          </SettingsPart>
        ) : (
          <SettingsPart title="Password" lead="Kept where you sign in, not here.">
            <p className="text-sm text-ink-soft">
              Open your account at the sign-in provider to change your password, or how else you sign in.
            </p>
          </SettingsPart>
        )}
        {identity.passkeys ? (
          <SettingsPart
            title="Passkeys"
            lead="Sign in by fingerprint, face or the lock of your device. Nobody can guess or steal one."
          >
            <PasskeyList />
          </SettingsPart>
        ) : null}
      </div>
    </>
  );
}
