import { type CalendlyClient, endpoints } from "@punctual/calendly";
import type { Context } from "../../platform/context.ts";
import { applyChangeNow } from "./apply-change.ts";
import { readWithInvitees } from "./read-page.ts";
import type { Applied } from "./types.ts";

/**
 * Reads one session with all its invitees from Calendly and brings it into the mirror.
 *
 * @throws {CalendlyError} when Calendly cannot be asked or does not know the session.
 */
export async function readSessionNow(context: Context, client: CalendlyClient, sessionUri: string): Promise<Applied> {
  const { resource } = await client.request(endpoints.getScheduledEvent, { params: { uuid: sessionUri } });
  return applyChangeNow(context, await readWithInvitees(context, client, resource), { notify: true });
}
