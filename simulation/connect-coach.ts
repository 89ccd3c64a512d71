import type { Sandbox } from "@punctual/calendly-sandbox";

/** A request of the coach's browser to the product; null when nobody answers. */
export type Ask = (method: string, path: string) => Promise<Response | null>;

/** A coach's account at Calendly has the address that they have here. */
export interface Coach {
  readonly email: string;
}

/**
 * Leads a coach through 'Connect Calendly', Calendly's consent page and 'Yes, that is my account'. True when it came
 * to its end; on a bad day any step of it may fail.
 */
export async function connectCoach(sandbox: Sandbox, coach: Coach, ask: Ask): Promise<boolean> {
  const started = await ask("POST", "/api/calendly/connection/start");
  if (started === null || !started.ok) return false;
  const { authorizeUrl } = (await started.json()) as { authorizeUrl: string };
  const form = new URL(authorizeUrl).searchParams;
  form.set("account", sandbox.world.listConsentAccounts().find(({ email }) => email === coach.email)?.userId ?? "");
  form.set("decision", "allow");
  const consent = new Request(new URL("/oauth/authorize", authorizeUrl), { method: "POST", body: form });
  const back = (await sandbox.fetch(consent)).headers.get("location");
  if (back === null) return false;
  const { pathname, search } = new URL(back);
  const finished = await ask("GET", `${pathname}${search}`);
  const next = finished?.headers.get("location") ?? null;
  const attempt = next === null ? null : new URL(next, back).searchParams.get("attempt");
  if (attempt === null) return false;
  const confirmed = await ask("POST", `/api/calendly/connection/attempts/${attempt}/confirm`);
  return confirmed?.ok ?? false;
}
