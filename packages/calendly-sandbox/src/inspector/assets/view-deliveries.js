// Webhooks: what was sent to whom, how often, and what they said.

import { get, post, segment } from "./api.js";
import { actionButton, copyButton, h } from "./dom.js";
import { bodyView, headersView } from "./json-view.js";
import { createListView, selectField } from "./list-view.js";
import { badge, clockTime, counted, time } from "./words.js";

const kinds = /** @type {const} */ ({ delivered: "good", failed: "bad", pending: "note", dropped: "wait" });
const statuses = /** @type {[string, string][]} */ ([
  ["", "Any state"],
  ["pending", "Pending"],
  ["delivered", "Delivered"],
  ["failed", "Failed"],
  ["dropped", "Dropped"],
]);

/** @param {any} attempt @param {number} at */
function attemptPart(attempt, at) {
  const success = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
  const signed = Object.entries(attempt.requestHeaders ?? {}).find(([name]) =>
    /^calendly-webhook-signature$/i.test(name),
  );
  const signature = signed?.[1];
  return h(
    "li",
    { class: "attempt" },
    h(
      "p",
      { class: "summary" },
      h("strong", null, `Attempt ${at + 1}`),
      badge(attempt.status === null ? "no answer" : String(attempt.status), success ? "good" : "bad"),
      h("span", null, `${attempt.milliseconds} ms`),
      time(attempt.at),
    ),
    attempt.trouble ? h("p", { class: "muted" }, attempt.trouble) : null,
    signature
      ? h("p", { class: "signature" }, h("span", { class: "muted" }, "Signature "), h("code", null, signature))
      : h("p", { class: "muted" }, "Not signed: the subscription has no key."),
    h(
      "details",
      null,
      h("summary", null, "Headers and answer"),
      headersView(attempt.requestHeaders ?? {}),
      attempt.answer
        ? bodyView(attempt.answer, "Answer of the receiver")
        : h("p", { class: "muted" }, "The answer had no body."),
    ),
  );
}

/** @param {HTMLElement} root @param {import("./inspector.js").Address} address */
export async function deliveriesView(root, { query, go }) {
  const status = query.get("status") ?? "";
  /** @type {Map<string, string>} */
  const receivers = new Map();
  const load = async () => {
    const [{ deliveries }, { records }] = await Promise.all([
      get("/deliveries", { status, limit: 500 }),
      get("/state/subscriptions", { limit: 500 }),
    ]);
    for (const { key, record } of records) receivers.set(key, record.callbackUrl);
    return deliveries.reverse();
  };
  const reload = async () => list.show(await load());

  const list = createListView(root, {
    title: "Webhooks",
    label: "Deliveries, latest first",
    filters: [selectField("State", statuses, status, (next) => go(null, { status: next }))],
    actions: [
      actionButton("Replay failed", async () => {
        const { deliveries } = await post("/deliveries/replay", { status: "failed" });
        return deliveries.length === 0
          ? "Nothing had failed"
          : `${counted(deliveries.length, "delivery", "deliveries")} sent once more`;
      }),
    ],
    empty: () => [
      h("h2", null, status === "" ? "No webhooks yet" : `Nothing is ${status}`),
      h(
        "p",
        null,
        "Deliveries appear when something happens that a subscription asked for. Subscribe by POST /webhook_subscriptions, then book something under ",
        h("a", { href: "#/people" }, "People"),
        ".",
      ),
    ],
    keyOf: ({ id }) => id,
    row: (delivery) => [
      h("span", { class: "row-time", title: delivery.createdAt }, clockTime(delivery.createdAt)),
      h(
        "span",
        { class: "row-main" },
        h("span", { class: "row-strong" }, delivery.event),
        h("span", { class: "row-path" }, receivers.get(delivery.subscriptionId) ?? "subscription deleted"),
      ),
      h(
        "span",
        { class: "row-side" },
        h(
          "span",
          { class: "row-ms" },
          delivery.attempts.length === 0 ? "" : counted(delivery.attempts.length, "attempt"),
        ),
        badge(delivery.status, kinds[delivery.status] ?? "plain"),
      ),
    ],
    async detail({ id, key }) {
      const { record: delivery } = await get(`/state/deliveries/${segment(id ?? key)}`);
      return [
        h("h2", null, delivery.event),
        h(
          "p",
          { class: "summary" },
          badge(delivery.status, kinds[delivery.status] ?? "plain"),
          time(delivery.createdAt),
          h("a", { href: `#/state/${segment(`subscriptions/${delivery.subscriptionId}`)}` }, "its subscription"),
        ),
        h("p", { class: "query" }, receivers.get(delivery.subscriptionId) ?? "The subscription was deleted."),
        delivery.status === "pending"
          ? h(
              "p",
              null,
              delivery.attempts.length === 0 ? "Is sent " : "Is tried again ",
              time(delivery.dueAt),
              ", given up ",
              time(delivery.giveUpAt),
              ".",
            )
          : null,
        h(
          "div",
          { class: "actions" },
          actionButton(
            "Replay",
            async () => {
              const answer = await post(`/deliveries/${segment(delivery.id)}/replay`);
              go(answer.delivery.id);
              return "Sent once more";
            },
            { kind: "" },
          ),
          copyButton("Copy payload", () => delivery.body),
        ),
        h("h3", null, delivery.attempts.length === 0 ? "No attempts" : "Attempts"),
        h("ol", { class: "attempts" }, delivery.attempts.map(attemptPart)),
        h("h3", null, "Payload"),
        bodyView(delivery.body, "Payload"),
      ];
    },
    open: (key) => go(key),
  });
  await reload();
  return {
    open: (key) => void list.open(key),
    move: list.move,
    refresh: reload,
    async happened(happening) {
      if (happening.kind !== "record") return;
      if (happening.table === "subscriptions") receivers.set(happening.key, happening.record.callbackUrl);
      if (happening.table !== "deliveries") return;
      if (status !== "" && happening.record.status !== status) return reload();
      list.put(happening.record);
      if (list.openKey === happening.key) await list.open(happening.key);
    },
  };
}
