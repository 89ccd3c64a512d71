import { ConnectCalendly, PageHeader, textLinkClasses, useConnection } from "@punctual/react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { TriangleAlert } from "lucide-react";
import { Suspense } from "react";
import { type ConnectProblem, connectProblem } from "../../connection/connect-problem.ts";
import { lazyPart } from "../../routing/lazy-part.tsx";
import { BackLink } from "../../shell/BackLink.tsx";
import { useTitle } from "../../shell/use-title.ts";

const AccountFacts = lazyPart(() => import("./AccountFacts.tsx"));

/** The coach's link to Calendly, and the place to which Calendly's consent page leads back. */
export function ConnectionPage() {
  useTitle("Calendly");
  const { attempt, problem } = useSearch({ from: "/signed-in/settings/connection" });
  const navigate = useNavigate();
  const connection = useConnection();
  // An address may outlive its problem: connected since, there is nothing to explain.
  const isOpen = problem !== undefined && connection.data !== undefined && connection.data.state !== "active";
  const trouble = isOpen ? connectProblem(problem) : null;
  return (
    <>
      <PageHeader
        back={<BackLink to="/settings">Settings</BackLink>}
        title="Calendly"
        lead="Realtors book you at Calendly; Punctual keeps an exact copy here."
      />
      {trouble === null ? null : <Trouble problem={trouble} />}
      <ConnectCalendly
        attemptId={attempt ?? null}
        onAttemptDone={(outcome) =>
          void navigate(
            outcome === "confirmed"
              ? { to: "/availability", replace: true }
              : { to: "/settings/connection", search: {}, replace: true },
          )
        }
      />
      {attempt === undefined ? (
        <Suspense fallback={null}>
          <AccountFacts isConnected={connection.data?.state === "active"} />
        </Suspense>
      ) : null}
    </>
  );
}

function Trouble({ problem }: { readonly problem: ConnectProblem }) {
  return (
    <div role="alert" className="mb-8 flex max-w-prose gap-3 rounded-md bg-attention-soft px-4 py-4 text-sm">
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-attention" strokeWidth={1.5} />
      <div>
        <p className="font-medium text-ink">{problem.title}</p>
        <p className="mt-0.5 text-ink">{problem.sentence}</p>
        {problem.wayOut === "sign_in" ? (
          <p className="mt-2">
            <Link to="/sign-in" search={{ returnTo: "/settings/connection" }} className={textLinkClasses}>
              Sign in
            </Link>
          </p>
        ) : null}
      </div>
    </div>
  );
}
