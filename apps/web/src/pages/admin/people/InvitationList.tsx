import type { Invitation } from "@punctual/contract";
import { Ago, Badge, Button, notify, reasonOf, useResendInvitation, useWithdrawInvitation } from "@punctual/react";
import { invitationTones, invitationWords, roleWords } from "./member-words.ts";

/** Who is on the way in. Absent when nobody is. */
export function InvitationList(props: {
  readonly items: readonly Invitation[];
  /** Shows more of them; null when these are all. */
  readonly more: (() => void) | null;
  readonly loadingMore: boolean;
}) {
  return (
    <section aria-labelledby="invitations" className="mb-10">
      <h2 id="invitations" className="mb-3 text-base font-semibold">
        Invited
      </h2>
      <ul className="divide-y border-y">
        {props.items.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} />
        ))}
      </ul>
      {props.more === null ? null : (
        <div className="flex justify-center pt-4">
          <Button size="small" busy={props.loadingMore} onClick={props.more}>
            Show more
          </Button>
        </div>
      )}
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
                notify.success("Invitation sent again", { description: "The link before it is good no more." }),
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
