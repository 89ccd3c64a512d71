import { ClerkFailed, ClerkLoading, SignIn, useAuth, useClerk } from "@clerk/react";
import { ApiProblem } from "@punctual/contract";
import { Button, ErrorState, Loading, Skeleton } from "@punctual/react";
import { useEffect, useState } from "react";
import ClerkPage from "./ClerkPage.tsx";
import { api } from "./queries.ts";

/** What the programme says of somebody whom Clerk has let in. */
type Verdict = { readonly kind: "asking" } | { readonly kind: "refused"; readonly problem: Error };

interface Props {
  /** Called once the programme lets the person in. */
  readonly onSignedIn: () => void;
}

/** Signing in at Clerk, in this page. */
export default function ClerkSignIn({ publishableKey, ...props }: Props & { readonly publishableKey: string }) {
  return (
    <ClerkPage publishableKey={publishableKey}>
      <Entrance {...props} />
    </ClerkPage>
  );
}

function Entrance(props: Props) {
  const { isLoaded, isSignedIn } = useAuth();
  if (!isLoaded) return <Opening />;
  if (isSignedIn) return <Admission {...props} />;
  return (
    <SignIn
      routing="hash"
      withSignUp
      forceRedirectUrl={window.location.pathname + window.location.search}
      signUpForceRedirectUrl={window.location.pathname + window.location.search}
      fallback={<Waiting />}
    />
  );
}

/**
 * Asks the programme whether the person whom Clerk knows may come in. A login session that was ended here is ended at Clerk
 * as well, so that the form comes back; whoever has no place here is told so and may come as somebody else.
 */
function Admission({ onSignedIn }: Props) {
  const { getToken } = useAuth();
  const clerk = useClerk();
  const [verdict, setVerdict] = useState<Verdict>({ kind: "asking" });

  useEffect(() => {
    if (verdict.kind !== "asking") return;
    let left = false;
    void ask();
    return () => {
      left = true;
    };

    async function ask(): Promise<void> {
      // A fresh token also puts a fresh cookie in its place.
      await getToken();
      const answer = await api.getMe().then(
        () => null,
        (problem: Error) => problem,
      );
      if (left) return;
      if (answer === null) onSignedIn();
      else if (answer instanceof ApiProblem && answer.problem.status === 401) await clerk.signOut(stay);
      else setVerdict({ kind: "refused", problem: answer });
    }
  }, [verdict, getToken, clerk, onSignedIn]);

  if (verdict.kind === "asking") return <Waiting />;
  return (
    <div className="flex flex-col gap-4">
      <ErrorState
        title="You are not let in yet."
        error={verdict.problem}
        onRetry={() => setVerdict({ kind: "asking" })}
      />
      <Button onClick={() => void clerk.signOut(stay)}>Sign in as somebody else</Button>
    </div>
  );
}

/** In place of Clerk's own move to another page after signing out: the form is here. */
const stay = () => undefined;

/** Clerk's code comes from Clerk: when it does not come, nobody waits for it in vain. */
function Opening() {
  return (
    <>
      <ClerkLoading>
        <Waiting />
      </ClerkLoading>
      <ClerkFailed>
        <p role="alert">
          Clerk, at which you sign in, cannot be reached. Check your connection and load the page again; if it stays,
          tell your admin.
        </p>
      </ClerkFailed>
    </>
  );
}

function Waiting() {
  return (
    <Loading label="Loading the sign-in form">
      <Skeleton className="h-11 w-full" />
    </Loading>
  );
}
