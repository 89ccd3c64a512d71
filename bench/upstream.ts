/** A Calendly that answers from memory: what is measured is the product, not a server on the other side. */
export interface Upstream {
  readonly fetch: typeof fetch;
  /** Calls that were answered so far. */
  calls(): number;
}

const hourMs = 3_600_000;
/** No limit that anything comes near. */
const headers = { "x-ratelimit-limit": "1000000000", "x-ratelimit-remaining": "999999999", "x-ratelimit-reset": "60" };

export interface UpstreamOptions {
  readonly apiUrl: string;
  /** Sessions that a user has. */
  readonly sessions: number;
  /** Start of a user's first session; the next ones follow hour by hour. Milliseconds. */
  readonly firstStart: number;
  /** No page follows after this many milliseconds: a bench has an end on a slow machine too. */
  readonly endAfterMs?: number;
}

/** Every user has as many sessions, with one invitee each; ids hold the user's, so that rows can be made of other rows. */
export function createUpstream({ apiUrl, sessions, firstStart, endAfterMs }: UpstreamOptions): Upstream {
  let calls = 0;
  const endAt = performance.now() + (endAfterMs ?? Number.POSITIVE_INFINITY);
  const written = "2026-01-05T09:00:00.000000Z";
  const at = (ms: number) => new Date(ms).toISOString().replace("Z", "000Z");

  const event = (user: string, index: number) => ({
    uri: `${apiUrl}/scheduled_events/${user}-${index}`,
    name: "60-minute coaching",
    status: "active",
    start_time: at(firstStart + index * hourMs),
    end_time: at(firstStart + (index + 1) * hourMs),
    event_type: `${apiUrl}/event_types/${user}`,
    location: { type: "zoom", status: "pushed", join_url: "https://zoom.example/j/1", data: {} },
    invitees_counter: { total: 1, active: 1, limit: 1 },
    created_at: written,
    updated_at: written,
    event_memberships: [{ user: `${apiUrl}/users/${user}`, user_email: `${user}@northside.example`, user_name: user }],
    event_guests: [],
    meeting_notes_plain: null,
    meeting_notes_html: null,
    calendar_event: null,
  });
  const invitee = (id: string) => ({
    uri: `${apiUrl}/scheduled_events/${id}/invitees/${id}-i`,
    email: `guest-${id}@realty.example`,
    name: "Jordan Blake",
    first_name: null,
    last_name: null,
    status: "active",
    questions_and_answers: [{ question: "What should we work on?", answer: "How to price a duplex.", position: 0 }],
    timezone: "America/Chicago",
    event: `${apiUrl}/scheduled_events/${id}`,
    text_reminder_number: null,
    tracking: {
      utm_campaign: null,
      utm_source: null,
      utm_medium: null,
      utm_content: null,
      utm_term: null,
      salesforce_uuid: null,
    },
    rescheduled: false,
    old_invitee: null,
    new_invitee: null,
    cancel_url: `https://calendly.com/cancellations/${id}`,
    reschedule_url: `https://calendly.com/reschedulings/${id}`,
    routing_form_submission: null,
    payment: null,
    no_show: null,
    reconfirmation: null,
    scheduling_method: null,
    invitee_scheduled_by: null,
    created_at: written,
    updated_at: written,
  });
  const collection = (items: readonly unknown[], nextToken: string | null) => ({
    collection: items,
    pagination: {
      count: items.length,
      next_page: null,
      previous_page: null,
      next_page_token: nextToken,
      previous_page_token: null,
    },
  });

  function list(query: URLSearchParams): unknown {
    const user = query.get("user")?.split("/").at(-1) ?? "";
    const count = Number(query.get("count"));
    const from = Date.parse(query.get("min_start_time") ?? "");
    const first = Number(query.get("page_token") ?? Math.max(0, Math.ceil((from - firstStart) / hourMs)));
    const last = Math.min(sessions, first + count);
    const items = Array.from({ length: Math.max(0, last - first) }, (_, offset) => event(user, first + offset));
    return collection(items, last < sessions && performance.now() < endAt ? String(last) : null);
  }

  return {
    calls: () => calls,
    fetch: async (input) => {
      calls += 1;
      const url = new URL(input instanceof Request ? input.url : input);
      const [, resource, id = "", part] = url.pathname.split("/");
      if (resource !== "scheduled_events")
        return Response.json({ title: "Not Found", message: "" }, { status: 404, headers });
      if (id === "") return Response.json(list(url.searchParams), { headers });
      if (part === "invitees") return Response.json(collection([invitee(id)], null), { headers });
      const [user = "", index] = id.split("-");
      return Response.json({ resource: event(user, Number(index)) }, { headers });
    },
  };
}
