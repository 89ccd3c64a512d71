// The calls of the booking pages. An answer is data; a refusal is `{ message, failure: { code }, errors? }`, and so is a
// lost connection, so that callers show one kind of trouble.

/** What the page says in its own words when the server says nothing. */
const silent = { offline: "", broken: "" };

/** @param {{ offline: string, broken: string } | undefined} words */
export function speak(words) {
  Object.assign(silent, words);
}

/** Milliseconds after which a server that says nothing counts as one that cannot be reached. */
const patience = 30_000;

/**
 * @param {string} path @param {{ method?: string, body?: unknown }} [options]
 * @returns {Promise<{ ok: true, data: any } | { ok: false, refusal: { message: string, failure?: { code: string }, errors?: Record<string, string> } }>}
 */
async function call(path, { method = "GET", body } = {}) {
  let response;
  try {
    response = await fetch(`/api/booking${path}`, {
      method,
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
  } catch {
    return { ok: false, refusal: { message: silent.offline, failure: { code: "offline" } } };
  }
  const data = await response.json().catch(() => null);
  if (response.ok && data) return { ok: true, data };
  return { ok: false, refusal: data?.failure ? data : { message: silent.broken, failure: { code: "broken" } } };
}

/** @param {string} uuid @param {Record<string, string>} query */
export function getRange(uuid, query) {
  return call(`/event_types/${encodeURIComponent(uuid)}/calendar/range?${new URLSearchParams(query)}`);
}

/** @param {object} body */
export const postInvitee = (body) => call("/invitees", { method: "POST", body });

/** @param {string} uuid @param {string} startTime @param {string} reason */
export function patchInvitee(uuid, startTime, reason) {
  const body = { event: { start_time: startTime }, reason };
  return call(`/invitees/${encodeURIComponent(uuid)}`, { method: "PATCH", body });
}

/** @param {string} uuid @param {string} reason */
export function putCancellation(uuid, reason) {
  return call(`/cancellations/${encodeURIComponent(uuid)}`, { method: "PUT", body: { reason } });
}

/**
 * Puts another page of ours in place of this one's content, without a blank moment inside a frame.
 * @param {string} address
 */
export async function showPage(address) {
  try {
    const response = await fetch(address, { headers: { accept: "text/html" } });
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    const main = next.getElementById("main");
    const sheet = next.getElementById("sheet");
    const here = document.getElementById("sheet");
    if (!main || !sheet || !here) throw new Error("not a page of ours");
    document.title = next.title;
    here.className = sheet.className;
    document.getElementById("main")?.replaceWith(main);
    history.replaceState(null, "", address);
    window.scrollTo(0, 0);
    main.querySelector("h1")?.focus();
  } catch {
    location.replace(address);
  }
}
