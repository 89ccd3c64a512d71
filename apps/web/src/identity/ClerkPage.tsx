import { ClerkProvider, useAuth, useClerk } from "@clerk/react";
import { type ReactNode, useEffect } from "react";
import { setOutsideLogin } from "./outside-login.ts";

/** Where Clerk leads back to; the sign-in page finds out there whether the programme lets the person in. */
const signInPath = "/sign-in";

/**
 * Loads Clerk into the page, which keeps the login session's cookie fresh and gives calls their token. Everything of Clerk
 * lies in this part of the code: where people sign in here, nobody downloads it.
 */
export default function ClerkPage(props: { readonly publishableKey: string; readonly children?: ReactNode }) {
  const nonce = pageNonce();
  return (
    <ClerkProvider
      publishableKey={props.publishableKey}
      signInUrl={signInPath}
      afterSignOutUrl={`${signInPath}?reason=signed_out`}
      telemetry={false}
      {...(nonce === undefined ? {} : { nonce })}
    >
      <Tokens />
      {props.children}
    </ClerkProvider>
  );
}

/** Lends Clerk's token to the page's calls for as long as it is here. */
function Tokens() {
  const { getToken, isLoaded } = useAuth();
  const clerk = useClerk();
  useEffect(() => {
    if (!isLoaded) return;
    // The page leaves by itself: Clerk must not lead away before that.
    setOutsideLogin({ token: () => getToken(), signOut: () => clerk.signOut(() => undefined) });
    return () => setOutsideLogin(null);
  }, [isLoaded, getToken, clerk]);
  return null;
}

/** The nonce of this response: what Clerk adds to the page may run and style by it. */
function pageNonce(): string | undefined {
  const nonce = document.querySelector<HTMLElement>("meta[property=csp-nonce], script[nonce]")?.nonce;
  return nonce === "" ? undefined : nonce;
}
