import { type Answer, denied, invalid } from "../../http/answer.ts";
import { type Endpoint, isAdmin } from "../../http/endpoint.ts";
import { createReader } from "../../http/reader.ts";
import { recordOwnActivity } from "../../world/activity.ts";
import { isEmail } from "../../world/check-booking.ts";

/** Done later, on the sandbox's clock: nothing is known of a request but that it was taken. */
const accepted: Answer = { status: 202, body: {} };

const mostMonths = 24;
/** Addresses of one task: a query cannot name as many as a request can. */
const atOnce = 10_000;

const deleteInviteeData: Endpoint = {
  operation: "deleteInviteeData",
  handle({ state, caller, body, world }) {
    if (!isAdmin(caller)) return denied();
    const reader = createReader(body);
    const emails = reader.strings("emails", { required: true }) ?? [];
    emails.forEach((email, at) => {
      if (!isEmail(email.trim())) {
        reader.details.push({ parameter: `emails[${at}]`, message: "Email format is invalid" });
      }
    });
    if (reader.details.length === 0 && emails.length === 0) {
      reader.details.push({ parameter: "emails", message: "must be filled" });
    }
    if (reader.details.length > 0) return invalid(reader.details);
    recordOwnActivity(state, caller.id, {
      namespace: "Compliance",
      action: "Data_Deletion_Request",
      details: { invitees: emails.length },
    });
    const people = [...new Set(emails.map((email) => email.trim().toLowerCase()))];
    for (let at = 0; at < people.length; at += atOnce) {
      const some = people.slice(at, at + atOnce);
      world.requestErasure({ kind: "erase_invitees", organizationId: caller.organizationId, emails: some });
    }
    return accepted;
  },
};

const deleteScheduledEventData: Endpoint = {
  operation: "deleteScheduledEventData",
  handle({ state, caller, body, world }) {
    if (!isAdmin(caller)) return denied();
    const reader = createReader(body);
    const from = reader.instant("start_time", { required: true });
    const to = reader.instant("end_time", { required: true });
    if (reader.details.length > 0 || from === undefined || to === undefined) return invalid(reader.details);
    if (to <= from) return invalid([{ parameter: "start_time", message: "start_time must be before end_time" }]);
    if (to > world.now()) return invalid([{ parameter: "end_time", message: "end_time must be in the past" }]);
    const latest = new Date(from);
    latest.setUTCMonth(latest.getUTCMonth() + mostMonths);
    if (to > latest.getTime()) {
      return invalid([{ parameter: "end_time", message: `date range can not be greater than ${mostMonths} months` }]);
    }
    recordOwnActivity(state, caller.id, {
      namespace: "Compliance",
      action: "Data_Deletion_Request",
      details: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    });
    world.requestErasure({ kind: "erase_events", organizationId: caller.organizationId, from, to });
    return accepted;
  },
};

export const dataComplianceEndpoints: readonly Endpoint[] = [deleteInviteeData, deleteScheduledEventData];
