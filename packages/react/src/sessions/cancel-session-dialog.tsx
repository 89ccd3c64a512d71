import type { Session } from "@punctual/contract";
import { useRef, useState } from "react";
import { newIdempotencyKey, useCancelSession } from "../data/sessions.ts";
import { formatDate, formatTime } from "../time/format.ts";
import { useNow, useTimeView } from "../time/time-context.tsx";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { reasonOf } from "../ui/error-state.tsx";
import { TextArea } from "../ui/field.tsx";
import { notify } from "../ui/notify.ts";
import { Trouble } from "../ui/trouble.tsx";

export const shortestReason = 3;
export const longestReason = 1000;

/** What is wrong with a reason, in a sentence; null when nothing is. */
export function reasonTrouble(reason: string): string | null {
  const length = reason.trim().length;
  if (length === 0) return "Write a reason: the invitee will read it.";
  if (length < shortestReason) return `Write at least ${shortestReason} characters: the invitee will read it.`;
  if (length > longestReason)
    return `Write at most ${longestReason.toLocaleString()} characters; ${length - longestReason} too many.`;
  return null;
}

/** Says what will happen and who will be told, asks for the reason, and reports what Calendly answered. */
export function CancelSessionDialog(props: {
  readonly session: Session;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onCanceled?: (session: Session) => void;
}) {
  const { session } = props;
  const view = useTimeView();
  const now = useNow();
  const cancel = useCancelSession();
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const trouble = reasonTrouble(reason);
  // The same intention keeps its key, so that a second press after a lost answer cancels once.
  const intention = useRef({ reason: "", key: newIdempotencyKey() });

  const told = peopleTold(session);
  const guests = session.guests.map(({ email }) => email);
  const submit = () => {
    setAsked(true);
    if (trouble !== null || cancel.isPending) return;
    const words = reason.trim();
    if (intention.current.reason !== words) intention.current = { reason: words, key: newIdempotencyKey() };
    cancel.mutate(
      { sessionId: session.id, reason: words, idempotencyKey: intention.current.key },
      {
        onSuccess: (canceled) => {
          notify.success("Session canceled", {
            description: `An e-mail goes to ${new Intl.ListFormat(view.locale).format(told)}.`,
          });
          props.onOpenChange(false);
          props.onCanceled?.(canceled);
        },
      },
    );
  };

  if (session.status === "canceled" && cancel.isIdle) {
    return (
      <Dialog
        open={props.open}
        onOpenChange={props.onOpenChange}
        title="This session is already canceled."
        description="It was canceled while this window was open. Nothing is left to do."
        actions={<Button onClick={() => props.onOpenChange(false)}>Close</Button>}
      />
    );
  }
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      dismissible={!cancel.isPending}
      title="Cancel this session?"
      description={
        <>
          {session.name}, {formatDate(session.startAt, view, now)}, {formatTime(session.startAt, view)}. It is canceled
          at Calendly and the time becomes free again.
        </>
      }
      actions={
        <>
          <Button variant="quiet" disabled={cancel.isPending} onClick={() => props.onOpenChange(false)}>
            Keep session
          </Button>
          <Button variant="danger" busy={cancel.isPending} busyLabel="Canceling at Calendly" onClick={submit}>
            Cancel session
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <div>
          <p className="text-sm font-medium">Who will be told</p>
          <ul className="mt-1 text-sm text-ink-soft">
            {told.map((person) => (
              <li key={person}>{person}</li>
            ))}
            {guests.map((email) => (
              <li key={email}>{email}, a guest, by Calendly</li>
            ))}
          </ul>
        </div>
        <TextArea
          label="Reason"
          hint="They read it word for word."
          value={reason}
          maxLength={longestReason + 200}
          error={asked ? trouble : null}
          onChange={(event) => setReason(event.target.value)}
        />
        <Trouble>{cancel.isError ? `Not canceled. ${reasonOf(cancel.error)}` : null}</Trouble>
      </div>
    </Dialog>
  );
}

/** Everyone to whom Punctual writes about it. Guests are known to Calendly alone, which writes to them. */
function peopleTold(session: Session): readonly string[] {
  const invitees = session.invitees.filter((invitee) => invitee.status === "active").map((invitee) => invitee.name);
  return [...new Set([...invitees, session.coach.name])];
}
