import type { Sandbox } from "@punctual/calendly-sandbox";

/** Books Maya's openings one after the other, until she has that many more sessions. Answers the ids of the events. */
export function bookMany(sandbox: Sandbox, count: number): string[] {
  const found = sandbox.world.findEventType("maya-okafor", "60-minute-coaching");
  if (found === null) throw new Error("the scenario has no such event type");
  const from = sandbox.now() + 24 * 3_600_000;
  const to = from + 58 * 24 * 3_600_000;
  const booked: string[] = [];
  for (const opening of sandbox.world.openings({ eventTypeId: found.eventType.id, from, to })) {
    const outcome = sandbox.world.book({
      eventTypeId: found.eventType.id,
      startTime: new Date(opening.startAt).toISOString(),
      invitee: { name: "Jordan Blake", email: "jordan@realty.example", timezone: "America/Chicago" },
      answers: found.eventType.questions
        .filter((question) => question.required)
        .map((question) => ({ question: question.name, answer: "Listings", position: question.position })),
      guests: [],
      location: null,
      tracking: null,
      method: "page",
    });
    // A booking before took the time of this opening too.
    if (outcome.kind === "booked") booked.push(outcome.event.id);
    if (booked.length === count) return booked;
  }
  throw new Error(`${count - booked.length} bookings found no opening`);
}
