import type { Invitation } from "@punctual/contract";
import {
  Ago,
  Badge,
  Button,
  ErrorState,
  notify,
  reasonOf,
  ShowMore,
  type useInvitations,
  useResendInvitation,
  useWithdrawInvitation,
} from "@punctual/react";
import { invitationTones, invitationWords, roleWords } from "./member-words.ts";

/** Who is on the way in. Absent when nobody is. */
export function InvitationList(props: { readonly invitations: ReturnType<typeof useInvitations> }) {
  const items = props.invitations.data?.pages.flatMap((page) => page.items) ?? [];
  if (props.invitations.isError && items.length === 0) {
    return (
      <ErrorState
        title="The invitations cannot be shown."
        error={props.invitations.error}
        onRetry={() => void props.invitations.refetch()}
        retrying={props.invitations.isFetching}
      />
    );
  }
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="invitations" className="mb-10">
      <h2 id="invitations" className="mb-3 text-base font-semibold">
        Invited
      </h2>
      <ul className="divide-y border-y">
        {items.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} />
        ))}
      </ul>
      <ShowMore pages={props.invitations} size="small" />
    </section>
  );
}

function Row({ invitation }: { readonly invitation: Invitation }) {
  const resend = useResendInvitation();
  const withdraw = useWithdrawInvitation();
  const { id, name, email, role, state, invitedBy, createdAt } = invitation;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <span className="min-w-0 grow basis-64">
        <span className="block text-sm font-medium">{name}</span>
        <span className="block text-sm break-words text-ink-soft">
          {roleWords[role]} · {email} · by {invitedBy.name}, <Ago at={createdAt} />
        </span>
      </span>
      <Badge tone={invitationTones[state]}>{invitationWords[state]}</Badge>
      <span className="flex gap-2">
        <Button
          size="small"
          busy={resend.isPending}
          busyLabel="Sending"
          onClick={() =>
            resend.mutate(id, {
              onSuccess: () =>
                notify.success("Invitation sent again", { description: "The link before it no longer works." }),
              onError: (error) => notify.error("Not sent", { description: reasonOf(error) }),
            })
          }
        >
          Send again
        </Button>
        <Button
          size="small"
          variant="quiet"
          busy={withdraw.isPending}
          busyLabel="Withdrawing"
          onClick={() =>
            withdraw.mutate(id, {
              onSuccess: () => notify.success(`${name} is not invited any more`),
              onError: (error) => notify.error("Not withdrawn", { description: reasonOf(error) }),
            })
          }
        >
          Withdraw
        </Button>
      </span>
    </li>
  );
}
