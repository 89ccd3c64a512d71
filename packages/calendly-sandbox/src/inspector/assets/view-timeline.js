// Everything beside calls: what became of records, the clock, faults, controls.

import { get, segment } from "./api.js";
import { h } from "./dom.js";
import { jsonView } from "./json-view.js";
import { createListView, selectField } from "./list-view.js";
import { badge, clockTime, exactWords, time } from "./words.js";

const kinds = /** @type {[string, string][]} */ ([
  ["", "Everything"],
  ["record", "Records"],
  ["clock", "Clock"],
  ["fault", "Faults"],
  ["control", "Controls"],
]);
const colours = /** @type {const} */ ({ created: "good", changed: "note", deleted: "bad" });

/** Something that a person would call a record by. @param {any} record */
export function nameOf(record) {
  if (record === null || typeof record !== "object") return "";
  const name =
    record.name ??
    record.title ??
    record.label ??
    record.email ??
    record.event ??
    record.callbackUrl ??
    record.code ??
    "";
  return typeof name === "string" ? name : "";
}

/** @param {any} happening */
function words(happening) {
  switch (happening.kind) {
    case "record":
      return [
        badge(happening.change, colours[happening.change]),
        h("span", { class: "row-strong" }, happening.table),
        h(
          "span",
          { class: "row-path" },
          [nameOf(happening.record), happening.fields.filter((one) => one !== "updatedAt").join(", ")]
            .filter(Boolean)
            .join(": "),
        ),
      ];
    case "clock":
      return [
        badge("clock", "plain"),
        h("span", { class: "row-path" }, `${happening.frozen ? "frozen at" : "moved to"} ${exactWords(happening.to)}`),
      ];
    case "fault":
      return [badge("fault", "wait"), h("span", { class: "row-path" }, `struck ${happening.struckBy}`)];
    default:
      return [
        badge("control", "plain"),
        h("span", { class: "row-path" }, `${happening.method} ${happening.path} answered ${happening.status}`),
      ];
  }
}

/** @param {HTMLElement} root @param {import("./inspector.js").Address} address */
export async function timelineView(root, { query, go }) {
  const kind = query.get("kind") ?? "";
  let paused = false;
  const pauseButton = h("button", { type: "button", class: "button quiet", "aria-pressed": "false" }, "Pause");
  const load = async () => (await get("/happenings", { kinds: kind, limit: 500 })).happenings.reverse();
  const list = createListView(root, {
    title: "Timeline",
    label: "What happened, latest first",
    filters: [selectField("Kind", kinds, kind, (next) => go(null, { kind: next }))],
    actions: [pauseButton],
    empty: () => [
      h("h2", null, "Nothing has happened yet"),
      h(
        "p",
        null,
        "Bookings, cancellations, tokens, moves of the clock and every other change appear here as they are committed.",
      ),
    ],
    keyOf: ({ seq }) => String(seq),
    row: (happening) => [
      h("span", { class: "row-time", title: exactWords(happening.at) }, clockTime(happening.at)),
      h("span", { class: "row-main" }, words(happening)),
    ],
    detail: (happening) => [
      h("h2", null, happening.kind === "record" ? `${happening.table} ${happening.change}` : happening.kind),
      h(
        "p",
        { class: "summary" },
        happening.at ? time(happening.at) : null,
        happening.kind === "record" && happening.change !== "deleted"
          ? h("a", { href: `#/state/${segment(`${happening.table}/${happening.key}`)}` }, "the record as it is now")
          : null,
      ),
      happening.kind
        ? jsonView(happening.kind === "record" ? happening.record : happening, "What happened")
        : h("p", { class: "muted" }, "The log no longer has this."),
    ],
    open: (key) => go(key),
  });
  list.show(await load());
  function pause() {
    paused = !paused;
    pauseButton.textContent = paused ? "Go on" : "Pause";
    pauseButton.setAttribute("aria-pressed", String(paused));
    if (!paused) load().then(list.show);
  }
  pauseButton.addEventListener("click", pause);
  return {
    open: (key) => void list.open(key),
    move: list.move,
    pause,
    refresh: async () => list.show(await load()),
    happened(happening) {
      if (paused || happening.kind === "request" || (kind !== "" && happening.kind !== kind)) return;
      list.put(happening);
    },
  };
}
