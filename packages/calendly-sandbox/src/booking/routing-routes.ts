import { type Context, Hono } from "hono";
import { answerOf } from "../resources/routing-forms/route-answers.ts";
import type { RoutingForm, RoutingSubmission, RoutingTarget } from "../resources/routing-forms/routing-form-records.ts";
import type { World } from "../world/index.ts";
import { eventTypePath, routingPath, withQuery } from "./addresses.ts";
import { bookingPageHeaders, type Markup, textOf } from "./layout.ts";
import { type Notice, noticePage } from "./notice-page.ts";
import { type PageParameters, readPageParameters } from "./parameters.ts";
import { routingMessagePage, routingPage } from "./routing-page.ts";
import { tongueOf } from "./words/index.ts";

/** Characters of a posted form that are read. */
const longestBody = 200_000;

const missingForm: Notice = {
  title: "This form is not open",
  sentence: "It may have been closed. Please check the link, or ask the person who sent it.",
};

const missingTarget: Notice = {
  title: "Thank you for your answers",
  sentence: "What they lead to is no longer offered. Please ask the person who sent you the link.",
};

const tooLarge: Notice = { title: "Your answers are too long", sentence: "Please go back and shorten them." };

/**
 * `/routing/{slug}`: somebody answers, and is sent to an event type, another site, or a message. A booking that follows
 * names the submission by `routing_form_submission` in its page's address, which Calendly leaves undocumented.
 */
export function routingRoutes(world: World): Hono {
  const routes = new Hono();

  routes.get("/routing/:slug", (c) => {
    const form = world.findRoutingForm(c.req.param("slug"));
    return form === null
      ? tell(c, missingForm, 404)
      : show(c, routingPage({ form, parameters: parametersOf(c) }), 200, form);
  });

  routes.post("/routing/:slug", async (c) => {
    const text = await c.req.text();
    if (text.length > longestBody) return tell(c, tooLarge, 413);
    const answers = Object.fromEntries(new URLSearchParams(text));
    const parameters = parametersOf(c);
    const outcome = world.answerRoutingForm({ slug: c.req.param("slug"), answers, tracking: parameters.tracking });
    switch (outcome.kind) {
      case "not_found":
        return tell(c, missingForm, 404);
      case "invalid": {
        const { form, errors } = outcome;
        return show(c, routingPage({ form, parameters, given: answers, errors }), 422, form);
      }
      case "submitted":
        return c.redirect(nextAddress(world, outcome, parameters), 303);
    }
  });

  // A page of its own: loading it again sends nothing again.
  routes.get("/routing/:slug/submissions/:id", (c) => {
    const form = world.findRoutingForm(c.req.param("slug"));
    const submission = form === null ? null : world.findRoutingSubmission(c.req.param("id"));
    if (form === null || submission?.formId !== form.id) return tell(c, missingForm, 404);
    const { result } = submission;
    return result.type === "custom_message"
      ? show(c, routingMessagePage(result, parametersOf(c)))
      : tell(c, missingTarget, 200);
  });

  return routes;
}

/** Where a submission leads, with what is known about the respondent. */
function nextAddress(
  world: World,
  { form, submission }: { readonly form: RoutingForm; readonly submission: RoutingSubmission },
  parameters: PageParameters,
): string {
  const { result, answers } = submission;
  if (result.type === "external_url") return result.url;
  const query = new URLSearchParams(parameters.carried);
  const found = result.type === "event_type" ? world.findEventTypeById(result.eventTypeId) : null;
  if (found === null) return withQuery(`${routingPath(form)}/submissions/${submission.id}`, query);
  const name = answerOf(form, answers, "name");
  const email = answerOf(form, answers, "email");
  const phone = answerOf(form, answers, "phone");
  if (name !== "") query.set("name", name);
  if (email !== "") query.set("email", email);
  const isCall = found.eventType.locations?.some(({ kind }) => kind === "outbound_call") ?? false;
  if (phone !== "" && isCall) query.set("location", phone);
  query.set("routing_form_submission", submission.id);
  return withQuery(eventTypePath(found.profile, found.eventType), query);
}

/** Origins outside to which the form may send: browsers hold a form's redirects to its policy too. */
function outsideOf(form: RoutingForm): readonly string[] {
  const targets: readonly RoutingTarget[] = [...form.rules.map((rule) => rule.then), form.otherwise];
  return [
    ...new Set(
      targets.flatMap((target) =>
        target.type === "external_url" && URL.canParse(target.url) ? new URL(target.url).origin : [],
      ),
    ),
  ];
}

function parametersOf(c: Context): PageParameters {
  return readPageParameters(new URL(c.req.url).searchParams);
}

function show(c: Context, markup: Markup, status: 200 | 422 = 200, form?: RoutingForm): Response {
  const policy = bookingPageHeaders["content-security-policy"] ?? "";
  const outside = form === undefined ? [] : outsideOf(form);
  return c.body(textOf(markup), status, {
    ...bookingPageHeaders,
    "content-security-policy": policy.replace("form-action 'self'", ["form-action 'self'", ...outside].join(" ")),
  });
}

function tell(c: Context, notice: Notice, status: 200 | 404 | 413): Response {
  return c.body(textOf(noticePage(notice, tongueOf("en"), parametersOf(c))), status, { ...bookingPageHeaders });
}
