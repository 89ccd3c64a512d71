import type { Booking } from "@punctual/contract";
import type { ReactNode } from "react";
import { LiveRing, type RingState } from "../ui/live-ring.tsx";

const words: Record<Booking["state"], { readonly ring: RingState; readonly title: string; readonly text: string }> = {
  confirming: {
    ring: "working",
    title: "Confirming",
    text: "Calendly has your booking. We are waiting for its confirmation; you may leave this page.",
  },
  confirmed: {
    ring: "done",
    title: "Confirmed",
    text: "It is in both calendars, and an invitation is on its way by e-mail.",
  },
  failed: {
    ring: "waiting",
    title: "Not confirmed",
    text: "Calendly does not know this booking. Choose the time again.",
  },
};

/** How a booking stands, from 'confirming' to 'confirmed'. */
export function BookingStatus(props: {
  readonly booking: Pick<Booking, "state" | "trouble">;
  /** What comes next: 'Open session', for example. */
  readonly action?: ReactNode;
}) {
  const { ring, title, text } = words[props.booking.state];
  return (
    <div className="flex flex-col items-center py-10 text-center">
      <LiveRing state={ring} className="size-14" />
      <div role="status" aria-live="polite">
        <p className="mt-5 text-xl font-semibold text-ink">{title}</p>
        <p className="mt-1 max-w-prose text-base text-ink-soft">{props.booking.trouble ?? text}</p>
      </div>
      {props.action === undefined ? null : (
        <div className="mt-6 flex flex-wrap justify-center gap-2">{props.action}</div>
      )}
    </div>
  );
}
