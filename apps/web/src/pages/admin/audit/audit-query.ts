import { type AuditQuery, rangeQueryOf } from "@punctual/react";
import type { AuditSearch } from "../../../routing/search.ts";

/** What the address asks for, as the API takes it: days, both included, become instants by the viewer's zone. */
export function queryOf(search: AuditSearch, timeZone: string): AuditQuery {
  const { actor, subject, action } = search;
  return {
    ...(actor === undefined ? {} : { actor }),
    ...(subject === undefined ? {} : { subject }),
    ...(action === undefined ? {} : { action }),
    ...rangeQueryOf(search, timeZone),
    ...(search.search === undefined ? {} : { search: search.search }),
  };
}
