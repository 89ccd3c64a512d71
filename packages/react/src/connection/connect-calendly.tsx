import type { Connection, ProblemCode } from "@punctual/contract";
import { Eraser, Link2, Link2Off, RotateCw } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { ConnectionBadge } from "../coaches/coach-list.tsx";
import { useConnection, useStartConnection } from "../data/connection.ts";
import { BackfillProgress } from "../sync/backfill-progress.tsx";
import { formatFull } from "../time/format.ts";
import { useTimeView } from "../time/time-context.tsx";
import { Button } from "../ui/button.tsx";
import { ErrorState, reasonOf } from "../ui/error-state.tsx";
import { LiveRing } from "../ui/live-ring.tsx";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { AccountCard } from "./account-card.tsx";
import { DisconnectDialog, EraseDialog } from "./disconnect-dialog.tsx";
import { PendingAccount } from "./pending-account.tsx";
import { WebhookFacts } from "./webhook-facts.tsx";

export interface ConnectCalendlyProps {
  /** The consent that waits for 'yes, my account': from the address to which Calendly's consent page leads back. */
  readonly attemptId?: string | null;
  /** Why the consent did not work, from the same address. */
  readonly problem?: ProblemCode | null;
  /** The waiting consent was answered, either way: take it out of the address. */
  readonly onAttemptDone?: (outcome: "confirmed" | "discarded") => void;
  /** Sends the browser to Calendly's consent page; `location.assign` when absent. */
  readonly navigate?: (authorizeUrl: string) => void;
}

/** The coach's link to Calendly: how it stands, whose account it is, connect, reconnect, disconnect. */
export function ConnectCalendly(props: ConnectCalendlyProps) {
  const connection = useConnection();
  if (connection.isPending) {
    return (
      <Loading label="Loading your connection" className="flex flex-col gap-4">
        <Skeleton className="h-6 w-32" />
        <Skeleton className="h-14 w-80 max-w-full" />
        <Skeleton className="h-10 w-40" />
      </Loading>
    );
  }
  if (connection.data === undefined) {
    return (
      <ErrorState
        title="Your connection to Calendly cannot be shown."
        error={connection.error}
        onRetry={() => void connection.refetch()}
        retrying={connection.isFetching}
      />
    );
  }
  if (props.attemptId) {
    return <PendingAccount attemptId={props.attemptId} onDone={(outcome) => props.onAttemptDone?.(outcome)} />;
  }
  return <ConnectionState {...props} connection={connection.data} />;
}

/** What each refused consent means, and the way on. */
const consentProblems: Partial<Record<ProblemCode, string>> = {
  connect_denied: "You did not allow access at Calendly. Nothing was connected.",
  connect_state_expired: "The consent took longer than ten minutes. Connect again.",
  connect_state_unknown: "This consent was already used, or began in another browser. Connect again.",
  connect_code_rejected: "Calendly did not accept the consent. Connect again.",
  connect_account_differs:
    "Another account of yours was connected in another tab. Nothing was replaced; connect again.",
  connect_account_taken:
    "Another coach has already connected this Calendly account. Use your own, or tell your administrator.",
  calendly_unavailable: "Calendly could not be reached. Wait a moment, then connect again.",
};

function ConnectionState(props: ConnectCalendlyProps & { readonly connection: Connection }) {
  const { connection } = props;
  const start = useStartConnection();
  const [leaving, setLeaving] = useState(false);
  const [asking, setAsking] = useState(false);
  const [erasing, setErasing] = useState(false);
  useEffect(() => {
    // 'Back' from Calendly may bring this page as it was left, with its button still busy.
    const onReturn = () => setLeaving(false);
    window.addEventListener("pageshow", onReturn);
    return () => window.removeEventListener("pageshow", onReturn);
  }, []);
  const connect = () =>
    start.mutate(undefined, {
      onSuccess: ({ authorizeUrl }) => {
        setLeaving(true);
        (props.navigate ?? ((url: string) => window.location.assign(url)))(authorizeUrl);
      },
    });
  const button = (
    label: string,
    variant: "primary" | "secondary" = "primary",
    icon: ReactNode = <Link2 strokeWidth={1.5} />,
  ) => (
    <Button
      variant={variant}
      icon={icon}
      busy={start.isPending || leaving}
      busyLabel="Going to Calendly"
      onClick={connect}
    >
      {label}
    </Button>
  );
  const problem = props.problem ? (consentProblems[props.problem] ?? "The consent did not work. Connect again.") : null;

  return (
    <section aria-label="Connection to Calendly" className="flex flex-col items-start gap-5">
      <ConnectionBadge state={connection.state} />
      {problem === null ? null : (
        <p role="alert" className="rounded-md bg-attention-soft px-4 py-3 text-sm text-ink">
          {problem}
        </p>
      )}
      {connection.trouble === null ? null : <p className="text-base text-ink">{connection.trouble}</p>}
      {connection.account === null ? null : <AccountCard account={connection.account} />}
      {connection.state === "active" ? (
        <>
          <SyncFacts connection={connection} />
          <Button
            variant="quiet"
            className="-ml-4"
            icon={<Link2Off strokeWidth={1.5} />}
            onClick={() => setAsking(true)}
          >
            Disconnect
          </Button>
        </>
      ) : null}
      {connection.state === "needs_reconnect" ? (
        <div className="flex flex-wrap gap-2">
          {button("Reconnect Calendly", "primary", <RotateCw strokeWidth={1.5} />)}
          <Button variant="quiet" icon={<Link2Off strokeWidth={1.5} />} onClick={() => setAsking(true)}>
            Disconnect
          </Button>
        </div>
      ) : null}
      {connection.state === "disconnected" && connection.erasing ? (
        <p role="status" className="flex items-center gap-2 text-base text-ink-soft">
          <LiveRing state="working" />
          What was copied is being erased. You can connect again when that is done.
        </p>
      ) : null}
      {connection.state === "disconnected" && !connection.erasing ? (
        <>
          <p className="max-w-prose text-base text-ink-soft">
            Nothing new is copied, and nobody can book you here. Sessions copied before stay readable.
          </p>
          <div className="flex flex-wrap gap-2">
            {button("Connect Calendly again")}
            <Button variant="quiet" icon={<Eraser strokeWidth={1.5} />} onClick={() => setErasing(true)}>
              Erase what was copied
            </Button>
          </div>
        </>
      ) : null}
      {connection.state === "none" ? (
        <>
          <p className="max-w-prose text-base text-ink-soft">
            Connect your Calendly account and realtors can book you here. You will see whose account it is before
            anything is saved, and you can disconnect at any time.
          </p>
          {button("Connect Calendly")}
        </>
      ) : null}
      <Trouble>{start.isError ? reasonOf(start.error) : null}</Trouble>
      <DisconnectDialog connection={connection} open={asking} onOpenChange={setAsking} />
      <EraseDialog open={erasing} onOpenChange={setErasing} />
    </section>
  );
}

function SyncFacts({ connection }: { readonly connection: Connection }) {
  const view = useTimeView();
  const { webhook, backfill } = connection;
  const running = backfill.state === "running" || webhook.state === "pending";
  const failed = backfill.state === "failed" || webhook.state === "failed" || webhook.failingSince !== null;
  if (backfill.state === "running") return <BackfillProgress backfill={backfill} />;
  const copied = `${backfill.sessions.toLocaleString(view.locale)} ${backfill.sessions === 1 ? "session" : "sessions"} copied`;
  return (
    <div className="flex flex-col gap-2 text-sm text-ink-soft">
      <p className="flex items-center gap-2" role="status">
        <LiveRing state={failed ? "waiting" : running ? "working" : "live"} />
        {running ? (
          <>Copying your sessions: {copied} so far</>
        ) : failed ? (
          <>Not in step with Calendly</>
        ) : (
          <>In step with Calendly · {copied}</>
        )}
      </p>
      <WebhookFacts webhook={webhook} />
      <BackfillProgress backfill={backfill} />
      {connection.connectedAt === null ? null : <p>Connected {formatFull(connection.connectedAt, view)}</p>}
    </div>
  );
}
