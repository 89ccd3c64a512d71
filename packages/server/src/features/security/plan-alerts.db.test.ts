import type { SecurityKind } from "@punctual/contract";
import { asc } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mailboxMessages, people, securityAlerts, securityCounts } from "../../platform/database/schema.ts";
import { createTestContext, type TestContext } from "../../testing/index.ts";
import { securityJobs } from "./jobs.ts";
import { planAlerts } from "./plan-alerts.ts";
import { thresholds } from "./rules.ts";
import { sweepCounts } from "./sweep-counts.ts";

let run: TestContext;
beforeEach(async () => {
  run = await createTestContext();
  const person = (id: string, role: "admin" | "coach") => ({
    id,
    name: `${id}\r\nBcc: all`,
    email: `${id}@x.example`,
    role,
  });
  await run.context.database
    .insert(people)
    .values([
      person("per_ada", "admin"),
      person("per_eve", "admin"),
      person("per_maya", "coach"),
      { ...person("per_gone", "admin"), suspendedAt: run.clock.now() },
    ]);
});
afterEach(() => run.close());

function count(kind: SecurityKind, times: number, subject = "acc_1"): void {
  for (let n = 0; n < times; n += 1) run.context.security.count(kind, { source: "203.0.113.9", subject });
}
async function look(): Promise<void> {
  await planAlerts(run.context);
  await run.runJobs(securityJobs(run.context));
}
const alerts = () => run.context.database.select().from(securityAlerts).orderBy(asc(securityAlerts.since));
const mails = () => run.context.database.select().from(mailboxMessages).orderBy(asc(mailboxMessages.recipient));

test("at the threshold an alert opens and every admin is told once; it closes when it is calm, and opens anew", async () => {
  const { count: most } = thresholds.signature_failed;
  count("signature_failed", most - 1);
  await look();
  expect(await alerts()).toEqual([]);

  count("signature_failed", 1);
  await look();
  expect(await alerts()).toMatchObject([{ kind: "signature_failed", count: most, threshold: most, until: null }]);
  expect((await mails()).map(({ recipient }) => recipient)).toEqual(["per_ada@x.example", "per_eve@x.example"]);
  const [mail] = await mails();
  expect(mail?.subject).toBe("Punctual's security: webhooks or signed requests with a wrong signature");
  expect(mail?.text).toContain("CALENDLY_WEBHOOK_SIGNING_KEY");
  expect(mail?.text).toContain(`${run.context.config.publicUrl}/security`);
  expect(mail?.raw).not.toMatch(/^Bcc:/m);

  run.clock.advance({ minutes: 10 });
  count("signature_failed", most * 2);
  await look();
  expect(await alerts()).toMatchObject([{ count: most * 3, until: null }]);

  // What swings around the threshold is the same alert.
  run.clock.advance({ minutes: 15 });
  count("signature_failed", most / 2);
  await look();
  expect(await alerts()).toMatchObject([{ until: null }]);
  run.clock.advance({ minutes: 16 });
  await look();
  expect((await alerts())[0]?.until?.toString()).toBe(run.clock.now().toString());

  count("signature_failed", most);
  await look();
  expect(await alerts()).toHaveLength(2);
  expect(await mails()).toHaveLength(4);
});

test("guesses are many only when they are at one account", async () => {
  for (let n = 0; n < 20; n += 1) count("account_guessed", 5, `acc_${n}`);
  await look();
  expect(await alerts()).toEqual([]);
  count("account_guessed", thresholds.account_guessed.count, "acc_0");
  await look();
  expect(await alerts()).toMatchObject([{ kind: "account_guessed", count: thresholds.account_guessed.count + 5 }]);
});

test("of an audit log that was tampered with, once is enough; it is calm again when it was whole for a while", async () => {
  count("audit_broken", 1);
  await look();
  expect(await alerts()).toMatchObject([{ kind: "audit_broken", count: 1, until: null }]);
  const [mail] = await mails();
  expect(mail?.subject).toBe("Punctual's security: the audit log was tampered with");
  expect(mail?.text).toContain("This was found within the last 15 minutes.");
  run.clock.advance({ minutes: 16 });
  await look();
  expect((await alerts())[0]?.until?.toString()).toBe(run.clock.now().toString());
});

test("processes that look at the same moment open one alert, and mail once", async () => {
  count("request_forged", 50);
  await run.context.security.flush();
  await Promise.all([planAlerts(run.context), planAlerts(run.context), planAlerts(run.context)]);
  await run.runJobs(securityJobs(run.context));
  expect(await alerts()).toHaveLength(1);
  expect(await mails()).toHaveLength(2);
});

test("counts are gone after 90 days", async () => {
  count("limit_hit", 1);
  await run.context.security.flush();
  run.clock.advance({ hours: 24 * 90 - 1 });
  await sweepCounts(run.context);
  expect(await run.context.database.select().from(securityCounts)).toHaveLength(1);
  run.clock.advance({ hours: 2 });
  await sweepCounts(run.context);
  expect(await run.context.database.select().from(securityCounts)).toEqual([]);
});
