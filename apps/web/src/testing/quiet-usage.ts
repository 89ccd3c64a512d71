import type { Usage } from "@punctual/contract";

/** A server of Calendly's that answers. */
export const closed = { state: "closed", failures: 0, openedAt: null, nextTryAt: null, code: null } as const;

/** An hour in which nothing was asked of Calendly. */
export const quiet: Usage = {
  window: "hour",
  from: "2026-11-21T11:01:00Z",
  until: "2026-11-21T12:01:00Z",
  calls: 0,
  failed: 0,
  throttled: 0,
  heldBack: 0,
  notSent: 0,
  circuits: [
    { upstream: "api", ...closed },
    { upstream: "oauth", ...closed },
  ],
  timeline: [{ at: "2026-11-21T11:01:00Z", calls: 0, failed: 0 }],
  purposes: [],
  coaches: [],
  moreCoaches: 0,
  endpoints: [],
  errors: [],
};
