import { endpoints } from "@punctual/calendly";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox.ts";
import { startSandbox, tokenOf } from "../testing/stage.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ settings: { callsPerMinute: null } });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** What an operation says about the plan: null when the plan holds it. */
async function refusalOf({ method, path }: { readonly method: string; readonly path: string }) {
  const answer = await fetch(sandbox.url + path.replaceAll(/\{\w+\}/g, "nothing"), {
    method,
    headers: { authorization: `Bearer ${tokenOf("ada")}`, "content-type": "application/json" },
    ...(method === "POST" || method === "PATCH" ? { body: "{}" } : {}),
  });
  const body = (await answer.json().catch(() => ({}))) as { message?: string };
  return /upgrade/i.test(body.message ?? "") ? [answer.status, body.message] : null;
}

describe("a plan", () => {
  it("opens the Enterprise operations to that plan alone, on trial too", async () => {
    const refusal = [403, "Please upgrade your Calendly account to Enterprise."];
    const operations = [
      endpoints.listActivityLogEntries,
      endpoints.listOutgoingCommunications,
      endpoints.deleteInviteeData,
      endpoints.deleteScheduledEventData,
    ];
    for (const operation of operations) {
      sandbox.changePlan({ plan: "teams", stage: "paid" });
      expect(await refusalOf(operation)).toEqual(refusal);
      sandbox.changePlan({ plan: "enterprise", stage: "trial" });
      expect(await refusalOf(operation)).toBeNull();
    }
  });

  it("that is paid or tried opens the recaps", async () => {
    const { listMeetingRecaps } = endpoints;
    expect(await refusalOf(listMeetingRecaps)).toBeNull();
    sandbox.changePlan({ stage: "trial" });
    expect(await refusalOf(listMeetingRecaps)).toBeNull();
    sandbox.changePlan({ stage: "free" });
    expect(await refusalOf(listMeetingRecaps)).toEqual([403, "Please upgrade to a paid Calendly account"]);
  });

  it("that is free may book, hook and keep contacts today, and could not before November 2026", async () => {
    const { createInvitee, createWebhookSubscription, listContacts, listNotes } = endpoints;
    const operations = [createInvitee, createWebhookSubscription, listContacts, listNotes];
    const refusals = () => Promise.all(operations.map(async (one) => (await refusalOf(one))?.[1] ?? null));
    sandbox.changePlan({ stage: "free" });
    expect(await refusals()).toEqual([null, null, null, null]);
    const contacts = "Please upgrade to a paid Calendly account.";
    sandbox.changeSettings({ planRules: "before_2026_11_19" });
    expect(await refusals()).toEqual([null, null, contacts, contacts]);
    sandbox.changeSettings({ planRules: "before_2026_11_03" });
    expect(await refusals()).toEqual([
      "The Scheduling API is only available on paid Calendly plans. Upgrade your plan to access this feature.",
      "Please upgrade your Calendly account to Standard",
      contacts,
      contacts,
    ]);
    sandbox.changePlan({ stage: "paid" });
    expect(await refusals()).toEqual([null, null, null, null]);
  });
});
