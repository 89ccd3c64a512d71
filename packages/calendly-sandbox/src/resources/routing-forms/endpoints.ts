import { collection, denied, invalid, notFound, resource } from "../../http/answer.ts";
import type { Call, Endpoint } from "../../http/endpoint.ts";
import { readPage, readSort } from "../../http/paging.ts";
import { createReader } from "../../http/reader.ts";
import { presentRoutingForm, presentRoutingSubmission } from "./present.ts";
import type { RoutingForm } from "./routing-form-records.ts";

const newestFirst = { by: "created", direction: "desc" } as const;

const isOwn = (call: Call, form: RoutingForm) => form.organizationId === call.caller.organizationId;

const listForms: Endpoint = {
  operation: "listRoutingForms",
  handle(call) {
    const { store } = call.state;
    const reader = createReader(call.query);
    const organizationId = reader.uri("organization", "organizations", { required: true });
    const order = readSort(reader, { created_at: "created" }, newestFirst);
    const page = readPage(call, reader, store.routingForms, {
      where: { organization: organizationId ?? "" },
      order,
    });
    if (reader.details.length > 0 || organizationId === undefined) return invalid(reader.details);
    if (organizationId !== call.caller.organizationId) return denied();
    return collection(
      page.rows.map((form) => presentRoutingForm(form, call.origins)),
      page.pagination,
    );
  },
};

const getForm: Endpoint = {
  operation: "getRoutingForm",
  handle(call) {
    const form = call.state.store.routingForms.get(call.params["uuid"] ?? "");
    if (form === null) return notFound;
    return isOwn(call, form) ? resource(presentRoutingForm(form, call.origins)) : denied();
  },
};

const listSubmissions: Endpoint = {
  operation: "listRoutingFormSubmissions",
  handle(call) {
    const { store } = call.state;
    const reader = createReader(call.query);
    const formId = reader.uri("form", "routing_forms", { required: true });
    const order = readSort(reader, { created_at: "created" }, newestFirst);
    const page = readPage(call, reader, store.routingSubmissions, { where: { form: formId ?? "" }, order });
    if (reader.details.length > 0 || formId === undefined) return invalid(reader.details);
    const form = store.routingForms.get(formId);
    if (form === null) return notFound;
    if (!isOwn(call, form)) return denied();
    return collection(
      page.rows.map((submission) => presentRoutingSubmission(submission, call.origins)),
      page.pagination,
    );
  },
};

const getSubmission: Endpoint = {
  operation: "getRoutingFormSubmission",
  handle(call) {
    const { store } = call.state;
    const submission = store.routingSubmissions.get(call.params["uuid"] ?? "");
    const form = submission === null ? null : store.routingForms.get(submission.formId);
    if (submission === null || form === null) return notFound;
    return isOwn(call, form) ? resource(presentRoutingSubmission(submission, call.origins)) : denied();
  },
};

export const routingFormEndpoints: readonly Endpoint[] = [listForms, getForm, listSubmissions, getSubmission];
