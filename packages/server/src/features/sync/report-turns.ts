import type { Context } from "../../platform/context.ts";
import type { Transaction } from "../../platform/database/database.ts";
import { type Happening, recordOutgoing } from "../outgoing/index.ts";
import type { Step } from "./open-mirror.ts";
import { type InviteePlace, placesOf } from "./queries.ts";
import type { Turn } from "./types.ts";

/** Tells other systems, within the transaction of the changes, what became of invitees. Ids, times and states, nothing personal. */
export async function reportTurns(context: Context, tx: Transaction, steps: readonly Step[]): Promise<void> {
  const news = steps.flatMap((step) => step.turns.filter(({ isNews }) => isNews).map((turn) => ({ step, turn })));
  if (news.length === 0) return;
  const origins = news.flatMap(({ turn }) => turn.oldInviteeUri ?? []);
  const places = origins.length === 0 ? new Map<string, InviteePlace>() : await placesOf(tx, origins);
  const happenings = news.map(({ step, turn }) => happeningOf(step, turn, places));
  await recordOutgoing(context, tx, happenings);
}

function happeningOf(step: Step, turn: Turn, places: ReadonlyMap<string, InviteePlace>): Happening {
  const { sessionId, coachId, session } = step;
  const { inviteeId, inviteeStatus } = turn;
  const data = {
    sessionId,
    inviteeId,
    coachId,
    sessionStatus: session.status,
    inviteeStatus,
    startAt: session.startAt.toString(),
    endAt: session.endAt.toString(),
  };
  switch (turn.kind) {
    case "booked":
      return { type: "session.booked", subject: sessionId, data };
    case "rescheduled": {
      const previous = turn.oldInviteeUri === null ? null : (places.get(turn.oldInviteeUri) ?? null);
      return { type: "session.rescheduled", subject: sessionId, data: { ...data, previous } };
    }
    case "canceled":
      return { type: "session.canceled", subject: sessionId, data: { ...data, rescheduled: turn.movedAway } };
    case "no_show_marked":
      return { type: "invitee.no_show_marked", subject: inviteeId, data };
    case "no_show_unmarked":
      return { type: "invitee.no_show_unmarked", subject: inviteeId, data };
  }
}
