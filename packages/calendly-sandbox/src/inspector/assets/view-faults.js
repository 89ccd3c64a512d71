// What goes wrong on purpose.

import { get, post, remove, segment } from "./api.js";
import { actionButton, fill, h, soon } from "./dom.js";
import { presets } from "./fault-presets.js";
import { check, field, form } from "./forms.js";
import { line, nothing } from "./parts.js";
import { badge, capital, counted, exactWords } from "./words.js";

/** A rule in a sentence. @param {any} rule */
function ruleWords(rule) {
  const where =
    rule.kind === "webhook"
      ? (rule.event ?? "every webhook")
      : [
          rule.method,
          rule.operation ?? (rule.path === "*" ? "every call" : rule.path),
          rule.caller ? `by ${rule.caller}` : "",
        ]
          .filter(Boolean)
          .join(" ");
  const { effect } = rule;
  const does =
    rule.kind === "webhook"
      ? [
          effect.drop && "dropped",
          effect.double && "sent twice",
          effect.delay > 0 && `delayed by ${effect.delay / 1000} s`,
          effect.reorder > 0 && `sent after ${effect.reorder} others`,
        ]
      : [
          effect.latency > 0 && `after ${effect.latency} ms`,
          effect.connection === "hang" ? "no answer" : effect.connection === "cut" ? "connection cut" : null,
          effect.status !== null && `status ${effect.status}`,
          effect.body !== "calendly" && `${effect.body} body`,
          effect.afterCommit && "once it took effect",
        ];
  return `${where}: ${does.filter(Boolean).join(", ") || "extra headers"}`;
}

/** @param {any} rule */
function limits(rule) {
  return [
    rule.remaining === null ? null : rule.remaining === 0 ? "used up" : `${rule.remaining} to go`,
    rule.probability < 1 ? `${Math.round(rule.probability * 100)} % of the time` : null,
    rule.skip > 0 ? `after ${counted(rule.skip, "call")}` : null,
    rule.from === null ? null : `from ${exactWords(rule.from)}`,
    rule.to === null ? null : `to ${exactWords(rule.to)}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** @param {HTMLElement} root */
export async function faultsView(root) {
  const list = h("ul", { class: "plain-rows" });
  const ruleItem = (/** @type {any} */ rule) =>
    line(
      capital(ruleWords(rule)),
      limits(rule) || "until it is removed",
      badge(
        rule.struck === 0 ? "not yet struck" : `struck ${rule.struck === 1 ? "once" : `${rule.struck} times`}`,
        rule.struck === 0 ? "plain" : "wait",
      ),
      actionButton("Remove", () => remove(`/faults/${segment(rule.id)}`).then(draw), {
        name: `Remove: ${ruleWords(rule)}`,
      }),
    );
  async function draw() {
    const { faults, spent } = await get("/faults");
    fill(
      list,
      faults.map(ruleItem),
      faults.length === 0 ? nothing("Everything works. Pick a trouble below, or write a rule.") : null,
      spent.length > 0 ? h("li", { class: "divider" }, h("h2", null, "Used up")) : null,
      spent.map(ruleItem),
    );
  }
  const add = async (/** @type {object} */ rule) => {
    const { fault } = await post("/faults", rule);
    await draw();
    return capital(ruleWords(fault));
  };

  const httpForm = form(
    [
      h(
        "div",
        { class: "fields" },
        field("Method", {
          name: "method",
          options: ["", "GET", "POST", "PATCH", "DELETE", "PUT"].map((one) => [one, one || "Any"]),
        }),
        field(
          "Path",
          { name: "path", placeholder: "/scheduled_events/*" },
          "* stands for anything. All paths when empty.",
        ),
        field("Operation", { name: "operation", placeholder: "createInvitee" }),
        field(
          "Caller",
          { name: "caller", placeholder: "maya@northside.example" },
          "E-mail address, user, app or token.",
        ),
      ),
      h(
        "div",
        { class: "fields" },
        field("Status", { name: "status", type: "number", min: 200, max: 599, placeholder: "503" }),
        field("Latency in ms", { name: "latency", type: "number", min: 0, max: 600_000, placeholder: "0" }),
        field("Body", {
          name: "body",
          options: [
            ["", "Calendly's"],
            ["malformed", "Malformed JSON"],
            ["empty", "Empty"],
            ["html", "A page"],
            ["truncated", "Half of it"],
          ],
        }),
        field("Connection", {
          name: "connection",
          options: [
            ["", "Kept"],
            ["hang", "Never answers"],
            ["cut", "Cut"],
          ],
        }),
      ),
      h(
        "div",
        { class: "fields" },
        field("How often", { name: "count", type: "number", min: 1, placeholder: "always" }),
        field("Let through first", { name: "skip", type: "number", min: 0, placeholder: "0" }),
        field("Share of calls", { name: "probability", type: "number", min: 0, max: 1, step: "any", placeholder: "1" }),
        field("Seed", { name: "seed", type: "number", min: 0, placeholder: "any" }),
      ),
      check("The call takes effect all the same", { name: "afterCommit" }),
    ],
    "Add rule",
    (values) => add({ kind: "http", ...values }),
  );
  const hookForm = form(
    [
      h(
        "div",
        { class: "fields" },
        field("Event", { name: "event", placeholder: "invitee.created" }, "Every event when empty."),
        field("How often", { name: "count", type: "number", min: 1, placeholder: "always" }),
        field("Delay in ms", { name: "delay", type: "number", min: 0, placeholder: "0" }),
        field("Sent after so many others", { name: "reorder", type: "number", min: 0, max: 100, placeholder: "0" }),
      ),
      check("Never sent", { name: "drop" }),
      check("Sent twice", { name: "double" }),
    ],
    "Add rule",
    (values) => add({ kind: "webhook", ...values }),
  );

  fill(
    root,
    h(
      "div",
      { class: "heading" },
      h("h1", null, "Faults"),
      h(
        "div",
        { class: "heading-actions" },
        actionButton("Remove all", () => remove("/faults").then(draw)),
      ),
    ),
    h("section", { class: "panel", "aria-label": "Rules" }, list),
    h(
      "section",
      { class: "panel", "aria-label": "Presets" },
      h("h2", null, "Troubles met in life"),
      h(
        "ul",
        { class: "presets" },
        presets.map(({ label, says, rule }) =>
          h(
            "li",
            null,
            actionButton(label, () => add(rule), { name: `${label}: ${says}` }),
            h("p", { class: "muted" }, says),
          ),
        ),
      ),
    ),
    h(
      "section",
      { class: "panel", "aria-label": "A rule for calls" },
      h("details", null, h("summary", null, "Write a rule for calls"), httpForm),
    ),
    h(
      "section",
      { class: "panel", "aria-label": "A rule for webhooks" },
      h("details", null, h("summary", null, "Write a rule for webhooks"), hookForm),
    ),
  );
  const drawSoon = soon(draw);
  await draw();
  return {
    refresh: draw,
    happened(happening) {
      if (
        happening.kind === "fault" ||
        (happening.kind === "control" && /faults|reset|restore/.test(happening.path)) ||
        (happening.kind === "record" && happening.table === "deliveries")
      )
        drawSoon();
    },
  };
}
