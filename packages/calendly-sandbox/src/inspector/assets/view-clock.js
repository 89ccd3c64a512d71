// The virtual clock: where it stands, how to move it, what it will bring.

import { get, post, segment } from "./api.js";
import { readClock } from "./clock-face.js";
import { actionButton, fill, h, soon } from "./dom.js";
import { field, form, instantOf, localValue } from "./forms.js";
import { badge, exactWords, sandboxClock, time } from "./words.js";

const steps = /** @type {const} */ ([
  ["1 minute", 60],
  ["1 hour", 3_600],
  ["1 day", 86_400],
  ["1 week", 604_800],
]);
const names = { delivery: "webhook", task: "task", token: "token", event_start: "event" };

/** @param {HTMLElement} root */
export async function clockView(root) {
  const face = h("p", { class: "big-time" });
  const day = h("p", { class: "muted" });
  const due = h("ol", { class: "plain-rows" });
  const toggle = h("div", { class: "actions" });
  const move = async (/** @type {object} */ body) => {
    await post("/clock", body);
    await draw();
  };

  async function draw() {
    await readClock();
    const { due: next } = await get("/clock/due");
    fill(
      toggle,
      sandboxClock.frozen
        ? actionButton("Let it run", () => move({ action: "resume" }), { kind: "" })
        : actionButton("Freeze", () => move({ action: "freeze" }), { kind: "" }),
      actionButton("Back to the machine's time", () =>
        move({ action: "set", at: new Date().toISOString() }).then(() => move({ action: "resume" })),
      ),
    );
    fill(
      due,
      next.map((/** @type {any} */ one) =>
        h(
          "li",
          null,
          h("span", { class: "due-time" }, time(one.at)),
          h("a", { href: `#/state/${segment(`${one.table}/${one.key}`)}` }, one.says),
          badge(names[one.kind] ?? one.kind, "plain"),
        ),
      ),
      next.length === 0 ? h("li", { class: "muted" }, "Nothing waits for its time.") : null,
    );
    tick();
  }
  function tick() {
    const now = new Date(sandboxClock.now());
    face.textContent = now.toISOString().slice(11, 19);
    day.textContent = `${exactWords(now.getTime())}${sandboxClock.frozen ? "; standing still" : ""}`;
    if (!face.isConnected) clearInterval(timer);
  }
  const timer = setInterval(tick, 1_000);

  const setForm = form(
    [
      field(
        "Date and time",
        { name: "at", type: "datetime-local", step: 1, value: localValue(sandboxClock.now()), required: true },
        "In the zone of this browser. What fell due meanwhile happens once, late, as after an outage.",
      ),
    ],
    "Jump there",
    async ({ at }) => {
      await move({ action: "set", at: instantOf(at) });
      return "The clock was set";
    },
  );

  fill(
    root,
    h("div", { class: "heading" }, h("h1", null, "Clock")),
    h(
      "div",
      { class: "columns" },
      h(
        "section",
        { class: "panel", "aria-label": "Time" },
        face,
        day,
        toggle,
        h("h2", null, "Advance"),
        h("p", { class: "muted" }, "Everything that falls due happens at its own moment on the way."),
        h(
          "div",
          { class: "actions" },
          steps.map(([label, seconds]) =>
            actionButton(label, () => move({ action: "advance", seconds }), { name: `Advance by ${label}` }),
          ),
          actionButton("To what is next", () => move({ action: "next" })),
        ),
        h("h2", null, "Set"),
        setForm,
      ),
      h("section", { class: "panel", "aria-label": "What is next" }, h("h2", null, "What happens next"), due),
    ),
  );
  const drawSoon = soon(draw);
  await draw();
  return {
    refresh: draw,
    happened: (happening) => {
      if (
        happening.kind === "clock" ||
        (happening.kind === "record" && /deliveries|dueWork|events|tokens/.test(happening.table))
      )
        drawSoon();
    },
  };
}
