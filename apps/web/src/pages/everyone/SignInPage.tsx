import type { AppConfig, Role } from "@punctual/contract";
import { Avatar, ErrorState, Loading, Mark, Skeleton, Spinner } from "@punctual/react";
import { useQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { ArrowRight, Info } from "lucide-react";
import { Suspense, useState } from "react";
import { LocalSignIn } from "../../identity/LocalSignIn.tsx";
import { configQuery } from "../../identity/queries.ts";
import { safeReturnTo } from "../../identity/return-to.ts";
import { signIn, signInSentence } from "../../identity/sign-in.ts";
import { lazyPart } from "../../routing/lazy-part.tsx";
import { useTitle } from "../../shell/use-title.ts";

const ClerkSignIn = lazyPart(
  () => import("../../identity/ClerkSignIn.tsx"),
  () => <p>The sign-in form cannot be loaded. Check your connection and load the page again.</p>,
);

type Hint = AppConfig["signInHints"][number];

const roleWords: Record<Role, string> = { coach: "Coaches", realtor: "Realtors", admin: "Admin" };
const roleOrder: readonly Role[] = ["coach", "realtor", "admin"];

const reasons = {
  expired: "You were signed out because your login session ended. Sign in to go on where you were.",
  signed_out: "You are signed out.",
} as const;

export function SignInPage() {
  useTitle("Sign in");
  const router = useRouter();
  const { returnTo, reason } = useSearch({ from: "/sign-in" });
  const config = useQuery(configQuery);
  const hints = config.data?.signInHints ?? [];
  const clerkKey = config.data?.clerkPublishableKey ?? null;

  function enter(): void {
    void router.navigate({ href: safeReturnTo(returnTo), replace: true });
  }

  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-page flex-col px-4 py-6 sm:px-6 sm:py-10">
      <header>
        <Mark className="text-xl" />
      </header>
      <main
        className={`my-auto grid w-full gap-x-24 gap-y-12 py-12 ${hints.length > 0 ? "lg:grid-cols-[22rem_1fr]" : "mx-auto max-w-sm"}`}
      >
        <section aria-labelledby="sign-in" className="w-full max-w-sm">
          <h1 id="sign-in" className="text-xl font-semibold">
            Sign in
          </h1>
          <p className="mt-1 mb-8 text-ink-soft">Coaching sessions, kept exactly in step with Calendly.</p>
          {/* Whether a login session at Clerk is over is known only once Clerk is asked, and it usually is not. */}
          {reason === undefined || (reason === "expired" && clerkKey !== null) ? null : (
            <p role="status" className="mb-6 flex gap-2 rounded-md bg-waiting-soft px-4 py-3 text-sm text-waiting">
              <Info aria-hidden="true" className="mt-0.5 size-4 shrink-0" strokeWidth={1.5} />
              {reasons[reason]}
            </p>
          )}
          <Suspense>
            {clerkKey === null ? (
              <LocalSignIn onSignedIn={enter} passkeys={config.data?.identity.passkeys ?? false} />
            ) : (
              <ClerkSignIn publishableKey={clerkKey} onSignedIn={enter} />
            )}
          </Suspense>
        </section>
        {config.isPending ? (
          <Loading label="Loading" className="hidden lg:block">
            <Skeleton className="h-6 w-40" />
          </Loading>
        ) : null}
        {config.isError ? (
          <ErrorState title="Punctual does not answer." error={config.error} onRetry={() => void config.refetch()} />
        ) : null}
        {hints.length > 0 ? <DemoPeople hints={hints} onSignedIn={enter} /> : null}
      </main>
    </div>
  );
}

/** The people that the operator offers: one press each. */
function DemoPeople(props: { readonly hints: readonly Hint[]; readonly onSignedIn: () => void }) {
  const [entering, setEntering] = useState<string | null>(null);
  const [sentence, setSentence] = useState<string | null>(null);

  async function enterAs(hint: Hint): Promise<void> {
    if (entering !== null) return;
    setEntering(hint.email);
    setSentence(null);
    const outcome = await signIn(hint);
    if (outcome.kind === "signed_in") return props.onSignedIn();
    setEntering(null);
    setSentence(signInSentence(outcome));
  }

  return (
    <section aria-labelledby="demo" className="min-w-0">
      <h2 id="demo" className="text-lg font-semibold">
        Or step in as someone
      </h2>
      <p className="mt-1 text-sm text-ink-soft">
        This is a sandbox: one press signs you in, and nothing leaves this machine.
      </p>
      <p aria-live="assertive" className="mt-3 text-sm text-canceled empty:hidden">
        {sentence}
      </p>
      <div className="mt-6 flex flex-col gap-8">
        {roleOrder.map((role) => {
          const people = props.hints.filter((hint) => hint.role === role);
          if (people.length === 0) return null;
          return (
            <div key={role}>
              <h3 className="mb-1 text-xs font-medium text-ink-soft">{roleWords[role]}</h3>
              <ul className="divide-y border-y">
                {people.map((hint) => (
                  <li key={hint.email}>
                    <button
                      type="button"
                      aria-busy={entering === hint.email}
                      onClick={() => void enterAs(hint)}
                      className="group -mx-2 flex min-h-14 w-[calc(100%+1rem)] items-center gap-3 rounded-md px-2 py-2 text-left transition-colors hover:bg-sunken"
                    >
                      <Avatar name={hint.name} />
                      <span className="min-w-0 flex-1">
                        <span className="block text-sm font-medium">{hint.name}</span>
                        <span className="block text-sm text-ink-soft">{hint.note}</span>
                      </span>
                      {entering === hint.email ? (
                        <Spinner className="size-4 text-accent" />
                      ) : (
                        <ArrowRight
                          aria-hidden="true"
                          className="size-4 text-ink-soft transition-transform group-hover:translate-x-0.5"
                          strokeWidth={1.5}
                        />
                      )}
                    </button>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </section>
  );
}
