import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../../sandbox.ts";
import { callAs } from "../../testing/call.ts";
import {
  clientOf,
  eventTypeOf,
  type FirstName,
  firstOpening,
  meOf,
  startSandbox,
  tokenOf,
} from "../../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const ada = () => clientOf(sandbox, tokenOf("ada"));
const maya = () => clientOf(sandbox, tokenOf("maya"));
const send = (method: string, path: string, body?: unknown, who: FirstName = "ada") =>
  callAs(sandbox, who, method, path, body);
const idOf = (uri: string) => uri.split("/").at(-1) ?? "";

async function formsOf() {
  const { current_organization: organization } = await meOf(ada());
  return (await ada().request(endpoints.listRoutingForms, { query: { organization } })).collection;
}

async function publishedForm() {
  const form = (await formsOf()).find(({ status }) => status === "published");
  if (form === undefined) throw new Error("No published form");
  return form;
}

const careful = {
  "Your name": "Nia New",
  Email: "nia@homes.example",
  "What are you looking for?": "One-to-one coaching",
  "How long have you been selling homes?": "Less than a year",
};

/** What a browser sends when the form's page is submitted. */
async function answer(answers: Readonly<Record<string, string>>, query = "", slug = "find-your-coach") {
  const { questions } = await publishedForm();
  const body = new URLSearchParams(questions.map(({ uuid, name }) => [uuid, answers[name] ?? ""]));
  const response = await fetch(`${sandbox.url}/routing/${slug}${query}`, { method: "POST", body, redirect: "manual" });
  return { status: response.status, location: response.headers.get("location") ?? "", page: await response.text() };
}

async function newestSubmission() {
  const { uri: form } = await publishedForm();
  const { collection } = await ada().request(endpoints.listRoutingFormSubmissions, { query: { form, count: 1 } });
  if (collection[0] === undefined) throw new Error("No submission");
  return collection[0];
}

describe("routing forms", () => {
  it("are listed with their drafts, sorted and paged, and read one by one", async () => {
    const forms = await formsOf();
    expect(forms.map(({ status }) => status)).toEqual(["draft", "published"]);
    const { current_organization: organization } = await meOf(ada());
    const oldest = await send("GET", `/routing_forms?organization=${organization}&sort=created_at:asc&count=1`);
    expect(oldest.body.collection).toEqual([forms[1]]);
    expect((await send("GET", oldest.body.pagination.next_page)).body.collection).toEqual([forms[0]]);
    const read = await maya().request(endpoints.getRoutingForm, { params: { uuid: forms[1]?.uri ?? "" } });
    expect(read.resource).toEqual(forms[1]);
    expect(read.resource.questions[0]).toEqual({
      uuid: expect.any(String),
      name: "Your name",
      type: "name",
      required: true,
      answer_choices: null,
    });
  });

  it("refuse wrong requests", async () => {
    expect((await send("GET", "/routing_forms")).body.details).toEqual([
      { parameter: "organization", message: "is missing" },
    ]);
    expect((await send("GET", `/routing_forms?organization=${sandbox.url}/organizations/none`)).status).toBe(403);
    const { current_organization: organization } = await meOf(ada());
    for (const query of ["count=0", "sort=name:asc", "page_token=x"]) {
      expect((await send("GET", `/routing_forms?organization=${organization}&${query}`)).status, query).toBe(400);
    }
    expect((await send("GET", "/routing_forms/none")).status).toBe(404);
    expect((await send("GET", "/routing_form_submissions")).body.details[0].parameter).toBe("form");
    expect((await send("GET", `/routing_form_submissions?form=${sandbox.url}/routing_forms/none`)).status).toBe(404);
    const { uri } = await publishedForm();
    for (const query of ["count=101", "sort=updated_at:asc", "page_token=x"]) {
      expect((await send("GET", `/routing_form_submissions?form=${uri}&${query}`)).status, query).toBe(400);
    }
    expect((await send("GET", "/routing_form_submissions/none")).status).toBe(404);
  });

  it("have submissions, newest first, some of them by people who booked", async () => {
    const { uri: form } = await publishedForm();
    const { collection } = await ada().request(endpoints.listRoutingFormSubmissions, { query: { form, count: 100 } });
    const times = collection.map(({ created_at }) => created_at);
    expect(times).toEqual([...times].sort().reverse());
    expect(new Set(collection.map(({ result }) => result?.type)).size).toBe(3);
    const booked = collection.filter(({ submitter }) => submitter !== null);
    expect(booked.length).toBeGreaterThan(0);
    for (const { uri, submitter, submitter_type } of booked) {
      expect(submitter_type).toBe("Invitee");
      const invitee = await send("GET", submitter ?? "", undefined, "maya");
      expect(invitee.body.resource.routing_form_submission).toBe(uri);
    }
  });
});

describe("the page of a form", () => {
  it("asks every question, and says beside each what is wrong with its answer", async () => {
    const page = await (await fetch(`${sandbox.url}/routing/find-your-coach?name=Nia&email=n@x.example`)).text();
    for (const { name } of (await publishedForm()).questions) expect(page).toContain(name);
    expect(page).toContain('value="Nia"');
    const before = await newestSubmission();
    const refused = await answer({ ...careful, Email: "<b>nobody", "What are you looking for?": "A horse" });
    expect(refused.status).toBe(422);
    expect(refused.page).toContain("2 answers need another look.");
    expect(refused.page).toContain("“&lt;b&gt;nobody” is not an email address.");
    expect(refused.page).toContain("Please choose from the list.");
    expect(refused.page).toContain("&lt;b&gt;nobody");
    expect(refused.page).not.toContain("<b>nobody");
    expect((await answer({})).page).toContain("4 answers need another look.");
    expect(await newestSubmission()).toEqual(before);
  });

  it("leads to an event type, and who then books is the submitter, also after moving the booking", async () => {
    const sent = await answer(careful, "?utm_source=flyer");
    expect(sent.status).toBe(303);
    const target = new URL(sent.location, sandbox.url);
    expect(target.pathname).toBe("/maya-okafor/60-minute-coaching");
    expect(Object.fromEntries(target.searchParams)).toMatchObject({ name: "Nia New", email: "nia@homes.example" });
    const submission = await newestSubmission();
    expect(submission).toMatchObject({ submitter: null, submitter_type: null, tracking: { utm_source: "flyer" } });
    expect(target.searchParams.get("routing_form_submission")).toBe(idOf(submission.uri));

    const { uri } = await eventTypeOf(maya(), "60-minute-coaching");
    const bookAt = async (skip: number) => {
      const response = await fetch(`${sandbox.url}/api/booking/invitees`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          event_type_uuid: idOf(uri),
          event: { start_time: await firstOpening(sandbox, maya(), uri, skip) },
          invitee: { full_name: "Nia New", email: "nia@homes.example", timezone: "America/Chicago" },
          event_fields: [{ position: 0, value: "Pricing" }],
          routing_form_submission_uuid: idOf(submission.uri),
        }),
      });
      expect(response.status).toBe(201);
      const { invitee } = (await response.json()) as { invitee: { uuid: string; uri: string } };
      return {
        ...invitee,
        submission: (await send("GET", invitee.uri, undefined, "maya")).body.resource.routing_form_submission,
      };
    };
    const booked = await bookAt(0);
    expect(booked.submission).toBe(submission.uri);
    expect(await newestSubmission()).toMatchObject({ submitter: booked.uri, submitter_type: "Invitee" });
    const again = await bookAt(2);
    expect(again.submission).toBeNull();
    const startTime = await firstOpening(sandbox, maya(), uri, 4);
    expect(sandbox.world.rescheduleByInvitee({ inviteeUuid: booked.uuid, startTime }).kind).toBe("rescheduled");
    const { submitter } = await newestSubmission();
    expect(submitter).not.toBe(booked.uri);
    const moved = await send("GET", submitter ?? "", undefined, "maya");
    expect(moved.body.resource).toMatchObject({ old_invitee: booked.uri, routing_form_submission: submission.uri });
  });

  it("leads to another site, or to a message that can be loaded again", async () => {
    const away = await answer({ ...careful, "What are you looking for?": "Something to read first" });
    expect(away).toMatchObject({ status: 303, location: "https://northside.example/reading" });
    expect((await newestSubmission()).result).toEqual({
      type: "external_url",
      value: "https://northside.example/reading",
    });
    const told = await answer({ ...careful, "What are you looking for?": "Something else" });
    expect(told.location).toBe(`/routing/find-your-coach/submissions/${idOf((await newestSubmission()).uri)}`);
    const page = await fetch(`${sandbox.url}${told.location}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("Thank you for writing");
    const headers = (await fetch(`${sandbox.url}/routing/find-your-coach`)).headers;
    expect(headers.get("content-security-policy")).toContain("form-action 'self' https://northside.example;");
  });

  it("is closed for drafts, unknown forms and plans without routing, and takes no novel", async () => {
    const statusOf = async (path: string) => (await fetch(`${sandbox.url}${path}`)).status;
    expect(await statusOf("/routing/partner-programme")).toBe(404);
    expect(await statusOf("/routing/none")).toBe(404);
    expect(await statusOf("/routing/find-your-coach/submissions/none")).toBe(404);
    expect((await answer(careful, "", "none")).status).toBe(404);
    expect((await answer({ ...careful, "Anything we should know?": "x".repeat(300_000) })).status).toBe(413);
    expect((await answer({ ...careful, "Anything we should know?": "x".repeat(10_001) })).status).toBe(422);
    sandbox.changePlan({ plan: "standard" });
    expect(await statusOf("/routing/find-your-coach")).toBe(404);
    expect((await answer(careful)).status).toBe(404);
  });

  it("tells the organization's subscription of a submission as the API shows it", async () => {
    const { current_organization: organization } = await meOf(ada());
    await ada().request(endpoints.createWebhookSubscription, {
      body: {
        url: "http://127.0.0.1:9/forms",
        events: ["routing_form_submission.created"],
        organization,
        scope: "organization",
      },
    });
    await answer(careful);
    const [delivery] = sandbox.listDeliveries().filter(({ event }) => event === "routing_form_submission.created");
    const { payload } = JSON.parse(delivery?.body ?? "{}");
    expect(payload).toEqual(await newestSubmission());
    expect(Object.keys(payload)).toEqual(Object.keys(payload).sort());
  });
});
