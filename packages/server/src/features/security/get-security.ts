import {
  type Security,
  type SecurityKind,
  type SecurityWindow,
  securityKindSchema,
  securityKinds,
} from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { accountKey } from "../../platform/security/account-key.ts";
import type { AuthorizedAdmin } from "../access/index.ts";
import { countRecent, selectAlerts, selectPeople, selectSources, selectSubjects, selectTimelines } from "./queries.ts";
import { alertMinutes, explanations, recentOf, spanOf, thresholds, timelineOf } from "./rules.ts";
import type { Span } from "./types.ts";

const most = 10;
const mostAlerts = 20;

/** Is anything going on? Includes the newest refusals of this process; those of others are some seconds old. */
export async function getSecurity(context: Context, admin: AuthorizedAdmin, window: SecurityWindow): Promise<Security> {
  await context.security.flush();
  const { database, clock } = context;
  const span = spanOf(window, clock.now());
  const alerts = await selectAlerts(database, admin, mostAlerts);
  const open = new Map(alerts.filter(({ until }) => until === null).map(({ kind, since }) => [kind, since.toString()]));
  const kinds = await kindsOf(context, admin, span, open);
  const sources = await selectSources(database, admin, span, most);
  return {
    window,
    from: span.from.toString(),
    until: span.until.toString(),
    kinds: kinds.sort((a, b) => Number(b.alertSince !== null) - Number(a.alertSince !== null) || b.count - a.count),
    alerts: alerts.flatMap(({ id, kind, count, threshold, since, until }) => {
      const known = securityKindSchema.safeParse(kind);
      const times = { since: since.toString(), until: until?.toString() ?? null };
      return known.success ? [{ id, kind: known.data, count, threshold, ...times }] : [];
    }),
    sources: sources.map((row) => ({ ...row, kinds: known(row.kinds) })),
    subjects: await subjectsOf(context, admin, span),
  };
}

async function kindsOf(
  context: Context,
  admin: AuthorizedAdmin,
  span: Span,
  open: ReadonlyMap<string, string>,
): Promise<Security["kinds"]> {
  const groups = Map.groupBy(await selectTimelines(context.database, admin, span), ({ kind }) => kind);
  const recent = await countRecent(context.database, context.clock.now().subtract({ minutes: alertMinutes }));
  return securityKinds.map((kind) => {
    const { count: threshold, perSubject } = thresholds[kind];
    const timeline = timelineOf(span, new Map(groups.get(kind)?.map(({ part, count }) => [part, count])));
    const { meaning, advice } = explanations[kind];
    return {
      kind,
      count: timeline.reduce((sum, { count }) => sum + count, 0),
      recent: recentOf(kind, recent.get(kind)),
      threshold,
      minutes: alertMinutes,
      perSubject,
      alertSince: open.get(kind) ?? null,
      timeline,
      meaning,
      advice,
    };
  });
}

async function subjectsOf(context: Context, admin: AuthorizedAdmin, span: Span): Promise<Security["subjects"]> {
  const rows = await selectSubjects(context.database, admin, span, most);
  const isPerson = rows.some(({ subject }) => /^(?:acc|per)_/.test(subject));
  const everybody = isPerson ? await selectPeople(context.database, admin) : [];
  const { secret } = context.config.auth;
  const byStandIn = new Map(
    everybody.flatMap((person) => [
      [person.id, person] as const,
      [accountKey(secret, person.email.normalize("NFC").toLowerCase()), person] as const,
    ]),
  );
  return rows.flatMap(({ kind, subject, count }) => {
    const person = byStandIn.get(subject);
    return known([kind]).map((one) => ({
      kind: one,
      subject,
      count,
      personId: person?.id ?? null,
      name: person?.name ?? null,
    }));
  });
}

/** Kinds of a later version, if any, are none that this one has words for. */
function known(kinds: readonly string[]): SecurityKind[] {
  return securityKinds.filter((kind) => kinds.includes(kind));
}
