// Somebody answers a routing form, and is sent on.

import { get, post, segment } from "./api.js";
import { fill, h } from "./dom.js";
import { field, form } from "./forms.js";
import { selectField } from "./list-view.js";
import { panel } from "./parts.js";

const types = { email: "email", phone: "tel" };

/** What makes a field of a question. @param {any} question */
function kindOf({ type, required, choices }) {
  if (type === "textarea") return { rows: 3 };
  if (choices === null) return { type: types[type] ?? "text" };
  const options = choices.map((/** @type {string} */ one) => [one, one]);
  return { options: required ? options : [["", "No answer"], ...options] };
}

/** @param {any} question */
const questionField = (question) =>
  field(question.required ? question.name : `${question.name} (optional)`, {
    name: question.id,
    required: question.required,
    ...kindOf(question),
  });

/** Where a submission leads. @param {any} target */
async function targetWords(target) {
  if (target.type === "external_url") return `They are sent to ${target.url}`;
  if (target.type === "custom_message")
    return `They read: ${[target.headline, target.body].filter(Boolean).join(". ")}`;
  const path = `eventTypes/${target.eventTypeId}`;
  const { record } = await get(`/state/${path}`);
  return ["They go on to ", h("a", { href: `#/state/${segment(path)}` }, record.name)];
}

export function routingPanel() {
  const choice = h("div");
  const answers = h("div");
  const result = h("p", { role: "status" });
  let chosen = "";

  function show(/** @type {any} */ { slug, questions }) {
    chosen = slug;
    fill(result);
    fill(
      answers,
      form([h("div", { class: "fields" }, questions.map(questionField))], "Submit", async (values) => {
        const { submission } = await post(`/routing-forms/${segment(slug)}/submissions`, { answers: values });
        fill(
          result,
          await targetWords(submission.result),
          " (",
          h("a", { href: `#/state/${segment(`routingSubmissions/${submission.id}`)}` }, "submission"),
          ").",
        );
      }),
    );
  }

  async function draw() {
    const { records } = await get("/state/routingForms", { limit: 200 });
    const published = records
      .map((/** @type {any} */ one) => one.record)
      .filter((/** @type {any} */ one) => one.status === "published");
    const standing = published.find((/** @type {any} */ one) => one.slug === chosen) ?? published[0];
    if (standing === undefined) {
      fill(choice, h("p", { class: "muted" }, "No routing form is published."));
      fill(answers);
      return;
    }
    const choices = published.map((/** @type {any} */ one) => [one.slug, one.name]);
    fill(
      choice,
      selectField("Routing form", choices, standing.slug, (slug) =>
        show(published.find((/** @type {any} */ one) => one.slug === slug)),
      ),
    );
    show(standing);
  }

  return { element: panel("Routing forms", choice, answers, result), tables: ["routingForms"], draw };
}
