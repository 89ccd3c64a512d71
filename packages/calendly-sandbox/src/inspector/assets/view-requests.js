// Every call of the API, of OAuth and of the pages.

import { get, remove, segment } from "./api.js";
import { actionButton, copyButton, h } from "./dom.js";
import { bodyView, headersView } from "./json-view.js";
import { createListView, searchField, selectField } from "./list-view.js";
import { badge, clockTime, size, statusBadge, time } from "./words.js";

const statuses = /** @type {[string, string][]} */ ([
  ["", "Any status"],
  ["2xx", "2xx"],
  ["3xx", "3xx"],
  ["4xx", "4xx"],
  ["5xx", "5xx"],
  ["none", "No answer"],
]);
const methods = /** @type {[string, string][]} */ ([
  ["", "Any method"],
  ...["GET", "POST", "PATCH", "DELETE"].map((one) => [one, one]),
]);

/** In single quotes, whatever is in it. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** @param {any} request */
function asCurl({ method, path, search, request }) {
  const skipped = /^(host|connection|content-length|accept-encoding|user-agent|accept|accept-language|sec-.*)$/;
  const lines = [`curl -X ${method} ${quoted(`${location.origin}${path}${search}`)}`];
  for (const [name, value] of Object.entries(request.headers)) {
    if (skipped.test(name)) continue;
    // The log keeps no secrets: the token has to be put in.
    lines.push(name === "authorization" ? `-H "authorization: Bearer $TOKEN"` : `-H ${quoted(`${name}: ${value}`)}`);
  }
  if (request.body) lines.push(`--data-raw ${quoted(request.body.text)}`);
  return lines.join(" \\\n  ");
}

/** @param {any} body @param {string} label */
function bodyPart(body, label) {
  if (body === null) return h("p", { class: "muted" }, "No body was kept.");
  const cut = body.length > body.text.length;
  return [
    bodyView(body.text, label),
    cut
      ? h(
          "p",
          { class: "hint" },
          `The first ${size(body.text.length)} of ${size(body.length)}. The setting historyBodyLimit keeps more.`,
        )
      : null,
  ];
}

/** @param {any} summary */
async function detail({ id, key }) {
  const { request: call } = await get(`/requests/${segment(String(id ?? key))}`);
  return [
    h("h2", null, `${call.method} ${call.path}`),
    h(
      "p",
      { class: "summary" },
      statusBadge(call),
      h("span", null, `${call.milliseconds} ms`),
      time(call.at),
      call.operation ? badge(call.operation, "plain") : null,
      call.faultId ? h("a", { href: "#/faults" }, badge("a fault struck", "wait")) : null,
    ),
    call.caller
      ? h(
          "p",
          null,
          "As ",
          h("a", { href: `#/state/${segment(`users/${call.caller.id}`)}` }, call.caller.name),
          ` (${call.caller.email})`,
        )
      : null,
    call.search ? h("p", { class: "query" }, call.search) : null,
    h(
      "div",
      { class: "actions" },
      copyButton("Copy as curl", () => asCurl(call)),
      copyButton("Copy answer", () => call.response.body?.text ?? ""),
    ),
    h("h3", null, "Sent"),
    call.request.body ? bodyPart(call.request.body, "Body that was sent") : null,
    h("details", null, h("summary", null, "Headers that were sent"), headersView(call.request.headers)),
    h("h3", null, "Answered"),
    bodyPart(call.response.body, "Body of the answer"),
    h("details", null, h("summary", null, "Headers of the answer"), headersView(call.response.headers)),
  ];
}

/** @param {HTMLElement} root @param {import("./inspector.js").Address} address */
export async function requestsView(root, { query, go }) {
  let paused = false;
  /** @type {any[]} */
  let held = [];
  const filter = {
    search: query.get("search") ?? "",
    status: query.get("status") ?? "",
    method: query.get("method") ?? "",
    caller: query.get("caller") ?? "",
  };
  const isFiltered = Object.values(filter).some((value) => value !== "");
  const load = (/** @type {number | undefined} */ before) =>
    get("/requests", { ...filter, before }).then(({ requests }) => requests);

  const pauseButton = h("button", { type: "button", class: "button quiet", "aria-pressed": "false" }, "Pause");
  const list = createListView(root, {
    title: "Requests",
    label: "Calls, latest first",
    filters: [
      searchField("Search in addresses and bodies", filter.search, (search) => go(null, { search })),
      selectField("Method", methods, filter.method, (method) => go(null, { method })),
      selectField("Status", statuses, filter.status, (status) => go(null, { status })),
    ],
    actions: [
      pauseButton,
      actionButton("Clear", async () => {
        await remove("/happenings");
        list.show([]);
      }),
    ],
    empty: () =>
      isFiltered
        ? [
            h("h2", null, "No call fits"),
            h("p", null, "Change the search or the filters. The log keeps the latest calls only."),
          ]
        : [
            h("h2", null, "No calls yet"),
            h("p", null, "Point a Calendly client at this address. Its calls appear here as they come."),
            h(
              "pre",
              { class: "json" },
              `curl ${location.origin}/users/me \\\n  -H "authorization: Bearer sandbox-personal-token-maya"`,
            ),
          ],
    keyOf: ({ id }) => String(id),
    row: (call) => [
      h("span", { class: "row-time", title: new Date(call.at).toISOString() }, clockTime(call.at)),
      h(
        "span",
        { class: "row-main" },
        h("span", { class: `method ${call.method.toLowerCase()}` }, call.method),
        h("span", { class: "row-path" }, `${call.path}${call.search}`),
      ),
      h(
        "span",
        { class: "row-side" },
        h("span", { class: "row-who" }, call.caller?.name ?? ""),
        h("span", { class: "row-ms" }, `${Math.round(call.milliseconds)} ms`),
        statusBadge(call),
      ),
    ],
    detail,
    open: (key) => go(key),
    more: (last) => load(last.id),
  });
  list.show(await load(undefined));

  function pause() {
    paused = !paused;
    pauseButton.textContent = paused ? "Go on" : "Pause";
    pauseButton.setAttribute("aria-pressed", String(paused));
    if (paused) return;
    for (const call of held) list.put(call);
    held = [];
  }
  pauseButton.addEventListener("click", pause);

  const fits = (/** @type {any} */ call) => {
    const text = `${call.path}${call.search}`.toLowerCase();
    if (filter.method && call.method !== filter.method) return false;
    if (
      filter.status === "none"
        ? call.status !== null
        : filter.status && String(call.status).charAt(0) !== filter.status.charAt(0)
    )
      return false;
    return filter.search === "" || text.includes(filter.search.toLowerCase());
  };
  return {
    open: (key) => void list.open(key),
    move: list.move,
    pause,
    refresh: async () => list.show(await load(undefined)),
    happened(happening) {
      if (happening.kind !== "request" || !fits(happening.request)) return;
      if (!paused) return list.put(happening.request);
      held.push(happening.request);
      pauseButton.textContent = `Go on (${held.length} new)`;
    },
  };
}
