// States that are put aside and taken back, and scenarios to begin with.

import { get, post, remove, segment } from "./api.js";
import { actionButton, fill, h } from "./dom.js";
import { field, form } from "./forms.js";
import { size, time } from "./words.js";

/** @param {HTMLElement} root */
export async function snapshotsView(root) {
  const list = h("ul", { class: "plain-rows" });
  async function draw() {
    const { snapshots } = await get("/snapshots");
    fill(
      list,
      snapshots.map((/** @type {any} */ one) =>
        h(
          "li",
          null,
          h(
            "div",
            { class: "grow" },
            h("p", { class: "row-strong" }, one.name),
            h(
              "p",
              { class: "muted" },
              `${one.scenario}, seed ${one.seed}, its clock at `,
              time(one.at),
              `, ${size(one.bytes)}`,
            ),
          ),
          h(
            "div",
            { class: "actions" },
            actionButton(
              "Restore",
              async () => {
                await post(`/snapshots/${segment(one.name)}/restore`);
                return `Everything is as in "${one.name}"`;
              },
              { kind: "", confirm: "Replace everything?", name: `Restore ${one.name}` },
            ),
            h(
              "a",
              {
                class: "button quiet",
                href: `/_sandbox/snapshots/${segment(one.name)}/file`,
                download: `${one.name}.sqlite`,
              },
              "Download",
            ),
            actionButton("Delete", () => remove(`/snapshots/${segment(one.name)}`).then(draw), {
              confirm: "Really delete?",
              name: `Delete ${one.name}`,
            }),
          ),
        ),
      ),
      snapshots.length === 0
        ? h(
            "li",
            { class: "muted" },
            "No snapshots yet. Take one before you try something, and come back to it as often as you like.",
          )
        : null,
    );
  }
  const [{ scenarios }, { scenario, seed }] = await Promise.all([get("/scenarios"), get("/credentials")]);
  const take = form(
    [
      field(
        "Name",
        { name: "name", required: true, maxLength: 60, placeholder: "before the outage" },
        "One of the same name is replaced.",
      ),
    ],
    "Take a snapshot",
    async ({ name }) => {
      await post(`/snapshots/${segment(name)}`);
      await draw();
      return `"${name}" is put aside`;
    },
  );
  const file = h("input", { type: "file", accept: ".sqlite", id: "snapshot-file" });
  const upload = form(
    [h("div", { class: "field" }, h("label", { htmlFor: "snapshot-file" }, "File"), file)],
    "Put it here",
    async () => {
      const [chosen] = file.files ?? [];
      if (chosen === undefined) throw new Error("Choose a file that another sandbox gave you.");
      const name = chosen.name.replace(/\.sqlite$/, "");
      const answer = await fetch(`/_sandbox/snapshots/${segment(name)}/file`, { method: "PUT", body: chosen });
      if (!answer.ok) throw new Error((await answer.json()).error);
      await draw();
      return `"${name}" is here; restore it when you like`;
    },
  );
  const reset = form(
    [
      h(
        "div",
        { class: "fields" },
        field("Scenario", {
          name: "scenario",
          value: scenario,
          options: scenarios.map((/** @type {string} */ one) => [one, one]),
        }),
        field(
          "Seed",
          { name: "seed", type: "number", min: 0, value: String(seed) },
          "The same seed on the same day gives the same state.",
        ),
      ),
    ],
    "Clear everything and seed",
    async (values) => {
      await post("/reset", values);
      return `${values["scenario"]} stands`;
    },
  );
  fill(
    root,
    h("div", { class: "heading" }, h("h1", null, "Snapshots")),
    h(
      "section",
      { class: "panel", "aria-label": "Snapshots" },
      list,
      take,
      h("details", null, h("summary", null, "From a file"), upload),
    ),
    h(
      "section",
      { class: "panel", "aria-label": "Scenario" },
      h("h2", null, "Begin anew"),
      h("p", { class: "muted" }, "Every booking, token, fault and move of the clock is gone then. Snapshots stay."),
      reset,
    ),
  );
  await draw();
  return { refresh: draw };
}
