import { type Context, Hono } from "hono";
import { answerOf } from "../resources/routing-forms/route-answers.ts";
import type { RoutingForm, RoutingSubmission, RoutingTarget } from "../resources/routing-forms/routing-form-records.ts";
import type { World } from "../world/index.ts";
import { eventTypePath, routingPath, withQuery } from "./addresses.ts";
import { bookingPageHeaders, type Markup, textOf } from "./layout.ts";
import { type Reader, strangerOf } from "./locale.ts";
import { type Notice, noticePage } from "./notice-page.ts";
import { closedForm, longAnswers, missingTarget } from "./notices.ts";
import { type PageParameters, readPageParameters } from "./parameters.ts";
import { routingMessagePage, routingPage } from "./routing-page.ts";
import type { Words } from "./words/index.ts";

/** Characters of a posted form that are read. */
const longestBody = 200_000;

/**
 * `/routing/{slug}`: somebody answers, and is sent to an event type, another site, or a message. A booking that follows
 * names the submission by `routing_form_submission` in its page's address, which Calendly leaves undocumented. A form has
 * no language of its own: what is not the form's own text is in the reader's.
 */
export function routingRoutes(world: World): Hono {
  const routes = new Hono();

  routes.get("/routing/:slug", (c) => {
    const form = world.findRoutingForm(c.req.param("slug"));
    return form === null
      ? tell(c, closedForm, 404)
      : show(c, routingPage({ form, parameters: parametersOf(c), reader: readerOf(c) }), 200, form);
  });

  routes.post("/routing/:slug", async (c) => {
    const text = await c.req.text();
    if (text.length > longestBody) return tell(c, longAnswers, 413);
    const answers = Object.fromEntries(new URLSearchParams(text));
    const parameters = parametersOf(c);
    const outcome = world.answerRoutingForm({ slug: c.req.param("slug"), answers, tracking: parameters.tracking });
    switch (outcome.kind) {
      case "not_found":
        return tell(c, closedForm, 404);
      case "invalid": {
        const { form, errors } = outcome;
        return show(c, routingPage({ form, parameters, reader: readerOf(c), given: answers, errors }), 422, form);
      }
      case "submitted":
        return c.redirect(nextAddress(world, outcome, parameters), 303);
    }
  });

  // A page of its own: loading it again sends nothing again.
  routes.get("/routing/:slug/submissions/:id", (c) => {
    const form = world.findRoutingForm(c.req.param("slug"));
    const submission = form === null ? null : world.findRoutingSubmission(c.req.param("id"));
    if (form === null || submission?.formId !== form.id) return tell(c, closedForm, 404);
    const { result } = submission;
    return result.type === "custom_message"
      ? show(c, routingMessagePage(result, parametersOf(c), readerOf(c)))
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

function readerOf(c: Context): Reader {
  return strangerOf({
    acceptLanguage: c.req.header("accept-language"),
    timeNotation: parametersOf(c).timeNotation,
  });
}

function show(c: Context, markup: Markup, status: 200 | 422 = 200, form?: RoutingForm): Response {
  const policy = bookingPageHeaders["content-security-policy"] ?? "";
  const outside = form === undefined ? [] : outsideOf(form);
  return c.body(textOf(markup), status, {
    ...bookingPageHeaders,
    "content-security-policy": policy.replace("form-action 'self'", ["form-action 'self'", ...outside].join(" ")),
  });
}

function tell(c: Context, noticeIn: (words: Words) => Notice, status: 200 | 404 | 413): Response {
  const reader = readerOf(c);
  const markup = noticePage(noticeIn(reader.words), reader, parametersOf(c));
  return c.body(textOf(markup), status, { ...bookingPageHeaders });
}
