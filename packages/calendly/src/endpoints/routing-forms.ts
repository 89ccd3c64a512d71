import * as z from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { routingFormSchema, routingFormSubmissionSchema } from "../schemas/routing-forms.ts";
import { pageOf, pageQuery, resourceOf, uriSchema } from "../schemas/wire.ts";

const sort = z.enum(["created_at:asc", "created_at:desc"]).optional();

export const listRoutingForms = defineEndpoint({
  id: "listRoutingForms",
  method: "GET",
  path: "/routing_forms",
  scopes: ["routing_forms:read"],
  plan: "any",
  query: z.object({ ...pageQuery, organization: uriSchema, sort }),
  response: pageOf(routingFormSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/routing-forms/list-routing-forms",
});

export const getRoutingForm = defineEndpoint({
  id: "getRoutingForm",
  method: "GET",
  path: "/routing_forms/{uuid}",
  scopes: ["routing_forms:read"],
  plan: "any",
  response: resourceOf(routingFormSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/routing-forms/get-routing-form",
});

/** `form` is the URI of the routing form. */
export const listRoutingFormSubmissions = defineEndpoint({
  id: "listRoutingFormSubmissions",
  method: "GET",
  path: "/routing_form_submissions",
  scopes: ["routing_forms:read"],
  plan: "any",
  query: z.object({ ...pageQuery, form: uriSchema, sort }),
  response: pageOf(routingFormSubmissionSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/routing-forms/list-routing-form-submissions",
});

export const getRoutingFormSubmission = defineEndpoint({
  id: "getRoutingFormSubmission",
  method: "GET",
  path: "/routing_form_submissions/{uuid}",
  scopes: ["routing_forms:read"],
  plan: "any",
  response: resourceOf(routingFormSubmissionSchema),
  status: 200,
  idempotent: true,
  source: "https://developer.calendly.com/api-docs/calendly-api/routing-forms/get-routing-form-submission",
});
