import { randomUUID } from "node:crypto";
import type { State } from "../state.ts";
import type { Communication } from "./communication-records.ts";
import type { Invitee, ScheduledEvent, User } from "./records.ts";

const senderAddress = "notifications@calendly.com";
/** Of the range that is kept free for fiction. */
const senderNumber = "+18335550100";

/** What became of an invitee, as the messages about it put it. */
interface News {
  readonly toInvitee: string;
  readonly toHost: string;
}

/** What there is to tell; null for what nobody is written to about. The old half of a reschedule is told by the new one. */
function newsOf(kind: "created" | "canceled", invitee: Invitee): News | null {
  if (kind === "created") {
    return invitee.oldInvitee === null
      ? { toInvitee: "Confirmed", toHost: "New Event" }
      : { toInvitee: "Updated", toHost: "Updated" };
  }
  return invitee.rescheduled ? null : { toInvitee: "Canceled", toHost: "Canceled" };
}

/** "10:00 - Monday, November 16, 2026 (America/New_York)". */
function formatStart(at: number, timeZone: string): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString("en-US", { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = date.toLocaleDateString("en-US", { timeZone, dateStyle: "full" });
  return `${time} - ${day} (${timeZone})`;
}

/**
 * Keeps the e-mails and text messages that Calendly would have sent about an invitee: to the invitee, their guests and the
 * hosts, and by text where a number was left. Called inside of the change's transaction.
 */
export function recordCommunications(
  state: State,
  kind: "created" | "canceled",
  invitee: Invitee,
  event: ScheduledEvent,
  hosts: readonly User[],
): void {
  const news = newsOf(kind, invitee);
  const [sender] = hosts;
  if (news === null || sender === undefined) return;
  const { store, clock } = state;
  const record = (message: Pick<Communication, "type" | "to" | "subject" | "body">) => {
    store.communications.put({
      ...message,
      id: randomUUID(),
      organizationId: event.organizationId,
      from: message.type === "email" ? senderAddress : senderNumber,
      senderId: sender.id,
      eventTypeId: event.eventTypeId,
      eventId: event.id,
      createdAt: clock.timestamp(),
      sentAt: clock.timestamp(),
    });
  };

  const start = formatStart(event.startAt, invitee.timeZone);
  const reason = invitee.cancellation?.reason ? `\nReason: ${invitee.cancellation.reason}` : "";
  const body = `${event.name} with ${sender.name}\n${start}${reason}`;
  const subject = `${news.toInvitee}: ${event.name} with ${sender.name}`;
  record({ type: "email", to: invitee.email, subject, body });
  for (const guest of event.guests) {
    if (guest.inviteeId === invitee.id) record({ type: "email", to: guest.email, subject, body });
  }
  for (const host of hosts) {
    record({
      type: "email",
      to: host.email,
      subject: `${news.toHost}: ${invitee.name} - ${event.name}`,
      body: `${event.name} with ${invitee.name} (${invitee.email})\n${formatStart(event.startAt, host.timeZone)}${reason}`,
    });
  }
  if (invitee.textReminderNumber !== null) {
    record({ type: "sms", to: invitee.textReminderNumber, subject: null, body: `${subject}, ${start}.` });
  }
}

/** Removes what was sent to people and about them, as when their personal data are deleted. */
export function eraseCommunicationsWith(state: State, organizationId: string, emails: readonly string[]): void {
  const gone = emails.map((email) => email.toLowerCase());
  for (const { id, to, body } of state.store.communications.list({ where: { organization: organizationId } })) {
    if (gone.some((email) => to.toLowerCase() === email || body.toLowerCase().includes(`(${email})`))) {
      state.store.communications.delete(id);
    }
  }
}

/** Removes everything that was sent about an event. */
export function eraseCommunicationsAbout(state: State, eventId: string): void {
  for (const { id } of state.store.communications.list({ where: { event: eventId } })) {
    state.store.communications.delete(id);
  }
}
