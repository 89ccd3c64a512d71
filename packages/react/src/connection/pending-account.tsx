import { Check } from "lucide-react";
import { useConfirmConnection, useDiscardConnection, usePendingConnection } from "../data/connection.ts";
import { Button } from "../ui/button.tsx";
import { ErrorState, reasonOf } from "../ui/error-state.tsx";
import { notify } from "../ui/notify.ts";
import { Loading, Skeleton } from "../ui/skeleton.tsx";
import { Trouble } from "../ui/trouble.tsx";
import { AccountCard } from "./account-card.tsx";

/** 'Is this your account?', asked before anything is saved. */
export function PendingAccount(props: {
  readonly attemptId: string;
  readonly onDone: (outcome: "confirmed" | "discarded") => void;
}) {
  const pending = usePendingConnection(props.attemptId);
  const confirm = useConfirmConnection();
  const discard = useDiscardConnection();

  if (pending.isPending) {
    return (
      <Loading label="Loading the account" className="flex flex-col gap-4">
        <Skeleton className="h-7 w-64" />
        <Skeleton className="h-14 w-80 max-w-full" />
      </Loading>
    );
  }
  if (pending.data === undefined) {
    return (
      <ErrorState
        title="This consent can no longer be used."
        error={pending.error}
        onRetry={() => void pending.refetch()}
        action={
          <Button variant="primary" onClick={() => props.onDone("discarded")}>
            Start again
          </Button>
        }
      />
    );
  }
  const { account, differsFromPrevious, previousAccountEmail, previousUpcomingSessions } = pending.data;
  const replacing = differsFromPrevious ? previousAccountEmail : null;
  const busy = confirm.isPending || discard.isPending;
  const failure = confirm.error ?? discard.error;
  return (
    <section aria-labelledby="pending-account" className="flex flex-col items-start gap-5">
      <h2 id="pending-account" className="text-lg font-semibold text-ink">
        Is this your Calendly account?
      </h2>
      <AccountCard account={account} />
      {differsFromPrevious ? (
        <p className="rounded-md bg-attention-soft px-4 py-3 text-sm text-ink">
          Before, {previousAccountEmail ?? "another account"} was connected. Its sessions stay here as they are and no
          longer follow Calendly{upcomingWords(previousUpcomingSessions)}. New ones will come from {account.email}.
        </p>
      ) : null}
      <p className="max-w-prose text-sm text-ink-soft">
        Nothing is saved yet. If you say yes, your event types and sessions are copied here and kept in step.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          icon={<Check strokeWidth={1.5} />}
          busy={confirm.isPending}
          busyLabel="Connecting"
          disabled={discard.isPending}
          onClick={() =>
            confirm.mutate(
              { attemptId: props.attemptId, replacing },
              {
                // Another tab has connected an account meanwhile: show which, and ask again.
                onError: () => void pending.refetch(),
                onSuccess: () => {
                  notify.success("Calendly connected", { description: "Your sessions are being copied now." });
                  props.onDone("confirmed");
                },
              },
            )
          }
        >
          Yes, connect it
        </Button>
        <Button
          variant="quiet"
          busy={discard.isPending}
          busyLabel="Giving access back"
          disabled={busy && !discard.isPending}
          onClick={() => discard.mutate(props.attemptId, { onSuccess: () => props.onDone("discarded") })}
        >
          No, it is someone else’s
        </Button>
      </div>
      <Trouble>{failure === null ? null : reasonOf(failure)}</Trouble>
    </section>
  );
}

/** `, also the 3 that are still to come`; nothing when there are none. */
function upcomingWords(count: number): string {
  if (count === 0) return "";
  return count === 1 ? ", also the one that is still to come" : `, also the ${count} that are still to come`;
}
