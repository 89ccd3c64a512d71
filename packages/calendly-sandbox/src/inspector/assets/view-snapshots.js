// States that are put aside and taken back, and scenarios to begin with.

import { get, post, remove, segment } from "./api.js";
import { actionButton, fill, h } from "./dom.js";
import { field, form } from "./forms.js";
import { line, nothing, panel } from "./parts.js";
import { badge, size, time } from "./words.js";

/** @param {string} name */
const restoreButton = (name) =>
  actionButton(
    "Restore",
    async () => {
      await post(`/snapshots/${segment(name)}/restore`);
      return `Everything is as in "${name}"`;
    },
    { kind: "", confirm: "Replace everything?", name: `Restore ${name}` },
  );

/** @param {string} name @param {"file" | "json"} form @param {string} label @param {string} ending */
const downloadLink = (name, form, label, ending) =>
  h(
    "a",
    {
      class: "button quiet",
      href: `/_sandbox/snapshots/${segment(name)}/${form}`,
      download: `${name}.${ending}`,
      "aria-label": `${label} of ${name}`,
    },
    label,
  );

/** @param {HTMLElement} root */
export async function snapshotsView(root) {
  const list = h("ul", { class: "plain-rows" });
  async function draw() {
    const { snapshots } = await get("/snapshots");
    fill(
      list,
      snapshots.map((/** @type {any} */ one) =>
        line(
          one.name,
          one.trouble ?? [`${one.scenario}, seed ${one.seed}, its clock at `, time(one.at), `, ${size(one.bytes)}`],
          one.trouble ? badge("unreadable", "bad") : null,
          h(
            "div",
            { class: "actions" },
            one.trouble
              ? null
              : [
                  restoreButton(one.name),
                  downloadLink(one.name, "file", "File", "sqlite"),
                  downloadLink(one.name, "json", "JSON", "json"),
                ],
            actionButton("Delete", () => remove(`/snapshots/${segment(one.name)}`).then(draw), {
              confirm: "Really delete?",
              name: `Delete ${one.name}`,
            }),
          ),
        ),
      ),
      snapshots.length === 0
        ? nothing("No snapshots yet. Take one before you try something, and come back to it as often as you like.")
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
  const file = h("input", { type: "file", accept: ".sqlite,.json", id: "snapshot-file" });
  const upload = form(
    [h("div", { class: "field" }, h("label", { htmlFor: "snapshot-file" }, "File"), file)],
    "Put it here",
    async () => {
      const [chosen] = file.files ?? [];
      if (chosen === undefined) throw new Error("Choose a file that another sandbox gave you.");
      const name = chosen.name.replace(/\.(sqlite|json)$/, "");
      const kind = chosen.name.endsWith(".json") ? "json" : "file";
      const answer = await fetch(`/_sandbox/snapshots/${segment(name)}/${kind}`, { method: "PUT", body: chosen });
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
    panel(
      "Begin anew",
      h("p", { class: "muted" }, "Every booking, token, fault and move of the clock is gone then. Snapshots stay."),
      reset,
    ),
  );
  await draw();
  return { refresh: draw };
}
