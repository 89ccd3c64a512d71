import { type SecurityKind, securityKinds } from "@punctual/contract";
import type { Context } from "../../platform/context.ts";
import { newId } from "../../platform/ids.ts";
import { sendAlertJob } from "./jobs.ts";
import { countRecent, findAdmins, findOpenAlerts, insertAlert, updateAlert } from "./queries.ts";
import { alertMinutes, recentOf, thresholds, turnOf } from "./rules.ts";
import type { OpenAlert } from "./types.ts";

/**
 * Compares what was counted with the thresholds: opens an alert and has every admin told of it, once; closes it when it is
 * calm again. Several processes may do it at the same moment.
 */
export async function planAlerts(context: Context): Promise<void> {
  await context.security.flush();
  const open = new Map((await findOpenAlerts(context.database)).map((alert) => [alert.kind, alert]));
  const recent = await countRecent(context.database, context.clock.now().subtract({ minutes: alertMinutes }));
  for (const kind of securityKinds) await turn(context, kind, recentOf(kind, recent.get(kind)), open.get(kind) ?? null);
}

async function turn(context: Context, kind: SecurityKind, recent: number, open: OpenAlert | null): Promise<void> {
  const next = turnOf(thresholds[kind], recent, open);
  switch (next.kind) {
    case "keep":
      return;
    case "open":
      return openAlert(context, kind, recent);
    case "raise":
      return open === null ? undefined : updateAlert(context.database, open.id, { count: next.count });
    case "close":
      return open === null ? undefined : updateAlert(context.database, open.id, { until: context.clock.now() });
  }
}

async function openAlert(context: Context, kind: SecurityKind, count: number): Promise<void> {
  const id = newId("alt");
  const since = context.clock.now();
  await context.database.transaction(async (tx) => {
    const isNew = await insertAlert(tx, { id, kind, count, threshold: thresholds[kind].count, since });
    if (!isNew) return;
    const admins = await findAdmins(tx);
    await context.queue.enqueueMany(
      tx,
      sendAlertJob,
      admins.map(({ id: adminId }) => ({ data: { alertId: id, adminId }, key: `${id} ${adminId}` })),
    );
    context.log.warn({ kind, count }, "security threshold passed");
  });
}
