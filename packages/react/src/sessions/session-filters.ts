import type { SessionQuery } from "../data/sessions.ts";
import { rangeQueryOf } from "../time/range.ts";

export const sessionViews = ["upcoming", "past", "canceled", "all"] as const;
export type SessionView = (typeof sessionViews)[number];

/** What the list is narrowed to; small enough to live in a page's address. */
export interface SessionFilters {
  readonly view?: SessionView | undefined;
  readonly search?: string | undefined;
  /** Dates in the viewer's zone, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly sort?: "soonest" | "latest" | undefined;
}

/** True when something is left out that a person could bring back. */
export function isNarrowed(filters: SessionFilters): boolean {
  return Boolean(filters.search || filters.from || filters.to);
}

/** The order when the person chose none: what is next first, what is past latest first. */
export function sortOf(filters: SessionFilters): "soonest" | "latest" {
  return filters.sort ?? ((filters.view ?? "upcoming") === "upcoming" ? "soonest" : "latest");
}

/** The filters as the API takes them. Dates become instants by the viewer's zone. */
export function sessionQueryOf(
  filters: SessionFilters,
  scope: Pick<SessionQuery, "coachId" | "eventTypeId">,
  timeZone: string,
): SessionQuery {
  const search = filters.search?.trim();
  return {
    ...scope,
    ...viewQuery[filters.view ?? "upcoming"],
    sort: sortOf(filters) === "soonest" ? "start_asc" : "start_desc",
    ...rangeQueryOf(filters, timeZone),
    ...(search ? { search: search.slice(0, 100) } : {}),
  };
}

const viewQuery: Record<SessionView, Pick<SessionQuery, "status" | "phase">> = {
  upcoming: { status: "active", phase: "upcoming" },
  past: { status: "active", phase: "ended" },
  canceled: { status: "canceled" },
  all: {},
};
