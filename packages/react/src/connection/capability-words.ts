import type { Capability, CapabilityName } from "@punctual/contract";

/** One thing that Punctual would like to do with a Calendly account, in words. */
export interface CapabilityWords {
  readonly name: string;
  /** What it is for: why it matters when it is missing. */
  readonly why: string;
  /** Without it coaching here does not work as it should; otherwise something is merely left out. */
  readonly needed: boolean;
}

export const capabilityWords: Record<CapabilityName, CapabilityWords> = {
  event_types: {
    name: "Read your event types",
    why: "Without them there is nothing that realtors could book.",
    needed: true,
  },
  available_times: {
    name: "Read your open times",
    why: "Without them realtors see no openings here.",
    needed: true,
  },
  sessions: {
    name: "Read your sessions",
    why: "Without them nothing is copied, and no reminder or report is right.",
    needed: true,
  },
  change_sessions: {
    name: "Cancel sessions and mark no-shows",
    why: "Without it you cancel and mark at Calendly instead of here.",
    needed: true,
  },
  book_by_api: {
    name: "Book for somebody",
    why: "Without it sessions are booked on Calendly's own page alone, and a move by you is not possible here.",
    needed: true,
  },
  webhooks: {
    name: "Be told of changes at once",
    why: "Without it Calendly is asked every 5 minutes, so bookings and cancellations arrive that much later.",
    needed: true,
  },
  organization_webhooks: {
    name: "Be told of changes of your whole organization",
    why: "Only these tell of answers in routing forms. One admin of the organization is enough.",
    needed: false,
  },
  routing_forms: {
    name: "Read routing forms",
    why: "Without them you do not see here what people answered before they booked.",
    needed: false,
  },
  schedules: {
    name: "Read your schedules",
    why: "Without them Punctual cannot say why a week has no openings.",
    needed: false,
  },
  busy_times: {
    name: "Read when you are busy",
    why: "Without it Punctual cannot tell a full calendar from hours that are not set.",
    needed: false,
  },
  data_deletion: {
    name: "Delete people's data at Calendly",
    why: "Punctual does not ask for this power: deleting at Calendly stays with the owner of your organization.",
    needed: false,
  },
};

/** How a state is said in two or three words. */
export function stateWordsOf({ name, state }: Capability): string {
  return name === "data_deletion" && state === "missing_scope" ? "Not asked for" : stateWords[state];
}

const stateWords: Record<Capability["state"], string> = {
  available: "Available",
  missing_scope: "Permission missing",
  missing_plan: "Not in your plan",
  missing_role: "Needs another role",
  unknown: "Not known yet",
};

/** How to get what is missing, as a sentence; null where there is nothing to do. */
export function wayTo({ name, state }: Capability): string | null {
  if (name === "data_deletion") return null;
  switch (state) {
    case "available":
      return null;
    case "missing_scope":
      return "Connect Calendly again and allow everything that it asks for.";
    case "missing_plan":
      return "Calendly offers it with a larger plan. After the change, check again.";
    case "missing_role":
      return name === "organization_webhooks" || name === "routing_forms"
        ? "Have an owner or admin of your Calendly organization connect here, or make you one."
        : "Ask the owner of your Calendly organization to allow it, then check again.";
    case "unknown":
      return "Calendly did not say. Check again in a while.";
  }
}

/** The page's answer in one sentence: what is needed first, then what is left out. */
export function summaryOf(capabilities: readonly Capability[]): string {
  const missing = capabilities.filter(({ state }) => state.startsWith("missing_"));
  const needed = missing.filter(({ name }) => capabilityWords[name].needed);
  if (needed.length === 1) return "One thing that Punctual needs is missing.";
  if (needed.length > 1) return `${needed.length} things that Punctual needs are missing.`;
  if (capabilities.some(({ name, state }) => state === "unknown" && capabilityWords[name].needed)) {
    return "Calendly did not tell everything. Check again in a while.";
  }
  return "This account allows everything that Punctual needs.";
}
