import type { Invitee } from "@punctual/contract";
import { formatFull, type TimeView } from "../time/format.ts";
import { useTimeView } from "../time/time-context.tsx";

/** What is known of an invitee's booking beyond who and when: payment, confirmation, where they came from. */
export function InviteeFacts({ invitee }: { readonly invitee: Invitee }) {
  const view = useTimeView();
  const facts = factsOf(invitee, view);
  if (facts.length === 0) return null;
  return (
    <dl className="mt-3 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
      {facts.map(({ label, text }) => (
        <div key={label} className="contents">
          <dt className="text-ink-soft">{label}</dt>
          <dd className="wrap-anywhere text-ink">{text}</dd>
        </div>
      ))}
    </dl>
  );
}

function factsOf(invitee: Invitee, view: TimeView): { readonly label: string; readonly text: string }[] {
  const facts: { label: string; text: string }[] = [];
  if (invitee.payment !== null) facts.push({ label: "Payment", text: paymentWords(invitee.payment) });
  if (invitee.reconfirmation !== null) {
    const { confirmedAt } = invitee.reconfirmation;
    const text = confirmedAt === null ? "Asked, not answered yet" : `Confirmed ${formatFull(confirmedAt, view)}`;
    facts.push({ label: "Comes", text });
  }
  if (invitee.textReminderNumber !== null) facts.push({ label: "Text reminders", text: invitee.textReminderNumber });
  if (invitee.bookedBy === "api") facts.push({ label: "Booked", text: "through an app, not on the booking page" });
  const came = Object.entries(invitee.tracking).map(([name, value]) => `${name.replace(/^utm_/, "")}: ${value}`);
  if (came.length > 0) facts.push({ label: "Came from", text: came.join(", ") });
  return facts;
}

function paymentWords({ amount, currency, provider, successful, terms }: NonNullable<Invitee["payment"]>): string {
  const sum = amount === null ? "An amount that Calendly did not tell" : [amount.toFixed(2), currency].join(" ").trim();
  const state = successful === false ? "not paid" : "paid";
  const through = provider === null ? "" : ` through ${provider}`;
  return `${sum}, ${state}${through}${terms === null || terms === "" ? "" : `: ${terms}`}`;
}
