import type { Scene } from "./scene.ts";
import { calendlyUrl, type Person } from "./stage.ts";
import { passTimeUntil, quiet, sleepFor, virtualNow } from "./virtual-time.ts";

const minute = 60_000;
const hour = 60 * minute;

/** A scheduled event or an invitee as the sandbox keeps it, as far as steps look at it. */
interface Booked {
  readonly id: string;
  readonly eventId: string;
  readonly status: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly noShow: unknown;
  readonly email: string;
}

export interface Step {
  readonly name: string;
  /** How often it is drawn, against the others. */
  readonly weight: number;
  /** Does it; a word on what came of it. */
  readonly run: (scene: Scene) => Promise<string> | string;
}

function records(scene: Scene, table: string): Booked[] {
  return scene.stage.sandbox.listRecords(table, { limit: 400 }).map(({ record }) => record as Booked);
}

/** Somebody who is booked and has not canceled, with the times of their event. */
function pickInvitee(scene: Scene, wanted: (invitee: Booked, event: Booked) => boolean): Booked | undefined {
  const events = new Map(records(scene, "events").map((event) => [event.id, event]));
  const fitting = records(scene, "invitees").filter((invitee) => {
    const event = events.get(invitee.eventId);
    return event !== undefined && wanted(invitee, event);
  });
  return scene.random.pick(fitting);
}

const upcoming = (event: Booked) => event.status === "active" && event.startAt > virtualNow();
const coachOf = (scene: Scene): Person => scene.random.pick(scene.coaches) ?? scene.stage.coach;
const someone = (scene: Scene) => scene.random.pick(["jordan", "priya", "sam", "lee", "kai"]) ?? "sam";

function bookable(scene: Scene, kind: "solo" | "group"): string | undefined {
  const types = scene.stage.sandbox
    .listRecords("eventTypes", { limit: 50 })
    .map(({ record }) => record as { id: string; kind: string; active: boolean; deletedAt: unknown });
  return scene.random.pick(types.filter((type) => type.kind === kind && type.active && type.deletedAt === null))?.id;
}

function book(scene: Scene, kind: "solo" | "group"): string {
  const { act, world } = scene.stage.sandbox;
  const eventType = bookable(scene, kind);
  if (eventType === undefined) return "there is nothing to book";
  const now = virtualNow();
  const openings = world.openings({ eventTypeId: eventType, from: now, to: now + 10 * 24 * hour });
  // Group sessions are worth it only when several book the same one.
  const opening = scene.random.pick(kind === "group" ? openings.slice(0, 2) : openings);
  if (opening === undefined) return "nothing is open";
  const who = someone(scene);
  act.book({
    eventType,
    startTime: new Date(opening.startAt).toISOString(),
    name: who,
    email: `${who}@realty.example`,
    guests: scene.random.chance(0.3) ? [`${someone(scene)}.guest@realty.example`] : [],
  });
  return who;
}

/** Everything that happens, at Calendly, on the wires, to the process and by people. */
export const steps: readonly Step[] = [
  { name: "an invitee books", weight: 14, run: (scene) => book(scene, "solo") },
  { name: "somebody takes a seat in a group session", weight: 8, run: (scene) => book(scene, "group") },
  {
    name: "an invitee cancels",
    weight: 6,
    run(scene) {
      const invitee = pickInvitee(scene, (one, event) => one.status === "active" && upcoming(event));
      if (invitee === undefined) return "nobody is booked";
      scene.stage.sandbox.act.cancel(invitee.id, { reason: "Something came up." });
      return "done";
    },
  },
  {
    name: "the host cancels at Calendly",
    weight: 4,
    run(scene) {
      const event = scene.random.pick(records(scene, "events").filter(upcoming));
      if (event === undefined) return "nothing is booked";
      scene.stage.sandbox.act.cancelEvent(event.id, { reason: "Ill." });
      return "done";
    },
  },
  {
    name: "a coach cancels here",
    weight: 3,
    async run(scene) {
      const event = scene.random.pick(records(scene, "events").filter(upcoming));
      if (event === undefined) return "nothing is booked";
      const path = `/api/calendly/cancel_event/${event.id}`;
      const answer = await scene.request(coachOf(scene), "POST", path, { reason: "Not today." });
      return answer === null ? "died" : String(answer.status);
    },
  },
  {
    name: "the admin replays a delivery",
    weight: 3,
    async run(scene) {
      const { rows } = await scene.stage.pglite.query<{ id: string }>(
        "select id from punctual.webhook_deliveries order by received_at, event_name, id",
      );
      const delivery = scene.random.pick(rows);
      if (delivery === undefined) return "nothing has arrived";
      const path = `/api/calendly/deliveries/${delivery.id}/replay`;
      const answer = await scene.request(scene.stage.admin, "POST", path);
      return answer === null ? "died" : String(answer.status);
    },
  },
  {
    name: "the admin replays all that failed",
    weight: 1,
    async run(scene) {
      const path = "/api/calendly/deliveries/replay";
      const answer = await scene.request(scene.stage.admin, "POST", path, { state: "failed" });
      return answer === null ? "died" : `${answer.status} ${await answer.text()}`;
    },
  },
  {
    name: "an invitee reschedules",
    weight: 8,
    run(scene) {
      const invitee = pickInvitee(scene, (one, event) => one.status === "active" && upcoming(event));
      if (invitee === undefined) return "nobody is booked";
      scene.stage.sandbox.act.reschedule(invitee.id);
      return "done";
    },
  },
  {
    name: "the host marks a no-show",
    weight: 5,
    run(scene) {
      const invitee = pickInvitee(
        scene,
        (one, event) => one.status === "active" && one.noShow === null && event.startAt <= virtualNow(),
      );
      if (invitee === undefined) return "nobody is late";
      scene.stage.sandbox.act.markNoShow(invitee.id);
      return "done";
    },
  },
  {
    name: "the host takes a no-show back",
    weight: 4,
    run(scene) {
      const invitee = pickInvitee(scene, (one) => one.noShow !== null);
      if (invitee === undefined) return "nobody is marked";
      scene.stage.sandbox.act.unmarkNoShow(invitee.id);
      return "done";
    },
  },
  {
    name: "the coach edits an event type",
    weight: 3,
    run(scene) {
      const eventType = bookable(scene, scene.random.chance(0.5) ? "solo" : "group");
      if (eventType === undefined) return "there is none";
      const name = `Meeting ${scene.random.below(1_000)}`;
      scene.stage.sandbox.act.changeEventType(eventType, { name, color: "#0e6b74" });
      return name;
    },
  },
  {
    name: "an invitee's data is deleted at Calendly",
    weight: 1,
    async run(scene) {
      const email = `${someone(scene)}@realty.example`;
      return callAsOwner(scene, "/data_compliance/deletion/invitees", { emails: [email] });
    },
  },
  {
    name: "the permission is taken back at Calendly",
    weight: 1,
    run: (scene) => String(scene.stage.sandbox.deauthorize(coachOf(scene).email)),
  },
  {
    name: "Calendly forgets the access tokens",
    weight: 2,
    run: (scene) => String(scene.stage.sandbox.revokeTokens({ user: coachOf(scene).email, kind: "access" })),
  },
  {
    name: "a coach connects again",
    weight: 2,
    run: async (scene) => ((await scene.connect(coachOf(scene))) ? "done" : "not this time"),
  },
  {
    name: "Calendly disables the webhook subscription",
    weight: 1,
    async run(scene) {
      scene.network.postsLost = 1;
      const note = book(scene, "solo");
      await sleepFor(25 * hour);
      await quiet();
      await sleepFor(hour);
      scene.network.postsLost = 0;
      return note;
    },
  },
  { name: "jobs are worked off", weight: 22, run: async (scene) => `${(await scene.work()) ?? "died"}` },
  {
    name: "webhooks arrive",
    weight: 12,
    async run(scene) {
      await passTimeUntil(scene.stage.sandbox.settle());
      return "done";
    },
  },
  {
    name: "minutes go by",
    weight: 12,
    async run(scene) {
      await sleepFor(1 + scene.random.below(90 * minute));
      return "done";
    },
  },
  {
    name: "days go by",
    weight: 3,
    async run(scene) {
      await sleepFor(scene.random.below(48 * hour));
      return "done";
    },
  },
  {
    name: "the wires get worse",
    weight: 4,
    run(scene) {
      scene.network.callsLost = scene.random.pick([0.1, 0.3, 0.8]) ?? 0;
      scene.network.postsLost = scene.random.pick([0, 0.3]) ?? 0;
      return `${scene.network.callsLost} ${scene.network.postsLost}`;
    },
  },
  {
    name: "the wires get well",
    weight: 4,
    run(scene) {
      scene.network.callsLost = 0;
      scene.network.postsLost = 0;
      return "done";
    },
  },
  {
    name: "webhooks go astray",
    weight: 4,
    run(scene) {
      const { random } = scene;
      const kinds = [{ drop: true }, { double: true }, { delay: random.below(6 * hour) }, { reorder: 2 }] as const;
      const kind = random.pick(kinds) ?? { double: true };
      const count = 1 + random.below(4);
      scene.stage.sandbox.addFault({ kind: "webhook", probability: 0.7, seed: random.below(1e9), count, ...kind });
      return Object.keys(kind)[0] ?? "";
    },
  },
  {
    name: "the product is deployed anew",
    weight: 2,
    async run(scene) {
      await scene.redeploy();
      return "done";
    },
  },
];

/** Somebody joins the organization of the first coach. */
export async function welcome(scene: Scene, { email }: Person): Promise<void> {
  const { sandbox } = scene.stage;
  const [organization] = sandbox.listRecords("organizations", { limit: 1 });
  await callAsOwner(scene, `/organizations/${organization?.key}/invitations`, { email });
  const [invitation] = sandbox.listRecords("invitations", { limit: 1 });
  sandbox.acceptInvitation(invitation?.key ?? "");
}

async function callAsOwner(scene: Scene, path: string, body: object): Promise<string> {
  const { sandbox } = scene.stage;
  const request = new Request(`${calendlyUrl}${path}`, {
    method: "POST",
    headers: { authorization: "Bearer sandbox-personal-token-robin", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return String((await passTimeUntil(sandbox.fetch(request))).status);
}
