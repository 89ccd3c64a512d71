// Open days by month, kept for as long as the page is open: a month seen before is there at once.

import { lastDate } from "./calendar.js";
import { getRange } from "./calls.js";

/** @param {any} page what the server says about this page */
export function createRanges(page) {
  /** @type {Map<string, ReturnType<typeof getRange>>} */
  const known = new Map();
  return {
    /** @param {string} month @param {string} zone @param {number} duration minutes */
    of(month, zone, duration) {
      const key = `${month} ${zone} ${duration}`;
      const query = {
        timezone: zone,
        diagnostics: "false",
        range_start: `${month}-01`,
        range_end: lastDate(month),
        duration: String(duration),
        ...(page.inviteeUuid ? { rescheduling: page.inviteeUuid } : {}),
        ...(page.linkCode ? { share_uuid: page.linkCode } : {}),
      };
      const answer = known.get(key) ?? getRange(page.eventType.uuid, query);
      known.set(key, answer);
      answer.then(({ ok }) => ok || known.delete(key));
      return answer;
    },
    forget: () => known.clear(),
  };
}
