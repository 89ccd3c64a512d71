// Every record, as it is stored.

import { get, segment } from "./api.js";
import { copyButton, h } from "./dom.js";
import { jsonView } from "./json-view.js";
import { createListView, searchField, selectField } from "./list-view.js";
import { nameOf } from "./view-timeline.js";
import { counted, time } from "./words.js";

/** Pages of the sandbox that a record stands behind. @param {string} table @param {any} record */
function pagesOf(table, record) {
  if (table === "users") return [[`/${record.slug}`, "booking page"]];
  if (table === "invitees")
    return [
      [`/cancellations/${record.id}`, "cancel page"],
      [`/reschedulings/${record.id}`, "reschedule page"],
    ];
  return [];
}

/** @param {any} record */
function when(record) {
  const at = record.startAt ?? record.dueAt ?? record.createdAt ?? record.created_at ?? record.issuedAt;
  return typeof at === "number" || typeof at === "string" ? time(at) : null;
}

/** @param {HTMLElement} root @param {import("./inspector.js").Address} address */
export async function stateView(root, { key, query, go }) {
  const wanted = query.get("find");
  if (wanted !== null) {
    const { found } = await get(`/find/${segment(wanted)}`);
    const [first] = found;
    if (first !== undefined) {
      location.replace(`#/state/${segment(`${first.table}/${first.key}`)}?table=${segment(first.table)}`);
      return {};
    }
  }
  const { tables } = await get("/state");
  const inKey = key?.split("/")[0];
  const table = query.get("table") ?? inKey ?? "events";
  const search = query.get("search") ?? "";
  const load = async (/** @type {string | undefined} */ after) => {
    const { records } = await get(`/state/${segment(table)}`, { search, after, limit: 50 });
    return records;
  };
  const list = createListView(root, {
    title: "State",
    label: `Records of ${table}`,
    filters: [
      selectField(
        "Table",
        tables.map((/** @type {any} */ one) => [one.name, `${one.name} (${one.rows.toLocaleString("en")})`]),
        table,
        (next) => go(null, { table: next, search: "", find: "" }),
      ),
      searchField("Search in the records", search, (next) => go(null, { table, search: next, find: "" })),
    ],
    empty: () => [
      h(
        "h2",
        null,
        wanted !== null ? "No record has this id" : search === "" ? `There is nothing in ${table}` : "No record fits",
      ),
      h(
        "p",
        null,
        search === ""
          ? "Choose another table. What is made by the API or under People appears here."
          : "The search looks at everything that a record says.",
      ),
    ],
    keyOf: ({ key: one }) => `${table}/${one}`,
    row: ({ key: one, record }) => [
      h(
        "span",
        { class: "row-main" },
        h("span", { class: "row-strong" }, nameOf(record) || one),
        h(
          "span",
          { class: "row-path" },
          [record.status, record.state, record.kind, nameOf(record) ? one : ""]
            .filter((part) => typeof part === "string" && part !== "")
            .join(" · "),
        ),
      ),
      h("span", { class: "row-side" }, when(record)),
    ],
    async detail(item) {
      const [name = table, ...rest] = String(item.record === undefined ? item.key : `${table}/${item.key}`).split("/");
      const { record } = await get(`/state/${segment(name)}/${segment(rest.join("/"))}`);
      return [
        h("h2", null, nameOf(record) || name),
        h(
          "p",
          { class: "summary" },
          h("span", { class: "muted" }, name),
          when(record),
          pagesOf(name, record).map(([path, label]) =>
            h("a", { href: path, target: "_blank", rel: "noopener" }, label),
          ),
        ),
        h(
          "div",
          { class: "actions" },
          copyButton("Copy", () => JSON.stringify(record, null, 2)),
        ),
        jsonView(record, "Record"),
      ];
    },
    open: (next) => go(next),
    more: (last) => load(last.key),
    pageSize: 50,
  });
  list.show(await load(undefined));
  const total = tables.find((/** @type {any} */ one) => one.name === table)?.rows ?? 0;
  root.querySelector(".heading")?.append(h("p", { class: "muted" }, counted(total, "record")));
  return {
    open: (next) => void list.open(next),
    move: list.move,
    refresh: async () => list.show(await load(undefined)),
    happened(happening) {
      if (happening.kind !== "record" || happening.table !== table || search !== "") return;
      if (happening.change === "deleted") load(undefined).then(list.show);
      else list.put({ key: happening.key, record: happening.record });
    },
  };
}
