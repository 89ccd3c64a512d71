import { type AuditQuery, addDays, startOfDate } from "@punctual/react";
import type { AuditSearch } from "../../../routing/search.ts";

/** What the address asks for, as the API takes it: days, both included, become instants by the viewer's zone. */
export function queryOf(search: AuditSearch, timeZone: string): AuditQuery {
  const { actor, subject, action, from, to } = search;
  const isRange = from === undefined || to === undefined || from <= to;
  return {
    ...(actor === undefined ? {} : { actor }),
    ...(subject === undefined ? {} : { subject }),
    ...(action === undefined ? {} : { action }),
    ...(from === undefined || !isRange ? {} : { from: startOfDate(from, timeZone) }),
    ...(to === undefined || !isRange ? {} : { to: startOfDate(addDays(to, 1), timeZone) }),
    ...(search.search === undefined ? {} : { search: search.search }),
  };
}
