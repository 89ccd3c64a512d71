import { BookingStatus, Button, buttonClasses, ErrorState, useBooking, useSession, When } from "@punctual/react";
import { Link } from "@tanstack/react-router";
import { CalendarDays } from "lucide-react";

/** A booking on its way: 'confirming' at once, 'confirmed' when the mirror has it, without a reload. */
export function BookingProgress(props: {
  /** Null while Punctual is still being told. */
  readonly bookingId: string | null;
  /** Telling Punctual failed, although Calendly has the booking. */
  readonly failure: { readonly error: unknown; readonly retry: () => void; readonly retrying: boolean } | null;
  readonly onAgain: () => void;
}) {
  const booking = useBooking(props.bookingId);
  if (props.failure !== null) {
    return (
      <ErrorState
        title="Calendly has your booking, but Punctual could not be told yet."
        error={props.failure.error}
        onRetry={props.failure.retry}
        retrying={props.failure.retrying}
      />
    );
  }
  if (booking.isError && booking.data === undefined) {
    return (
      <ErrorState
        title="How your booking stands cannot be shown."
        error={booking.error}
        onRetry={() => void booking.refetch()}
        retrying={booking.isFetching}
        action={
          <>
            <Link to="/sessions" className={buttonClasses()}>
              My sessions
            </Link>
            <Button onClick={props.onAgain}>Choose a time</Button>
          </>
        }
      />
    );
  }
  const state = booking.data?.state ?? "confirming";
  const sessionId = booking.data?.sessionId ?? null;
  return (
    <BookingStatus
      booking={{ state, trouble: booking.data?.trouble ?? null }}
      action={
        <>
          {sessionId === null ? null : <Booked sessionId={sessionId} />}
          {state === "confirming" ? null : (
            <Button onClick={props.onAgain}>{state === "failed" ? "Choose a time again" : "Book another time"}</Button>
          )}
          {sessionId === null ? null : (
            <Link to="/sessions/$sessionId" params={{ sessionId }} className={buttonClasses({ variant: "primary" })}>
              <CalendarDays aria-hidden="true" strokeWidth={1.5} />
              Open the session
            </Link>
          )}
        </>
      }
    />
  );
}

/** What was booked, in one line, as soon as the mirror knows it. */
function Booked({ sessionId }: { readonly sessionId: string }) {
  const { data: session } = useSession(sessionId);
  if (session === undefined) return null;
  return (
    <p className="mb-4 w-full text-base">
      <span className="block font-medium">
        {session.name} with {session.coach.name}
      </span>
      <When startAt={session.startAt} endAt={session.endAt} zone={session.coach.timeZone} className="justify-center" />
    </p>
  );
}
