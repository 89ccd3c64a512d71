import * as z from "zod";

/**
 * What an API key may be allowed to do. Each route that keys may call names one of these; every other route is closed to
 * keys, whatever scopes they have: keys, people, roles and what invitees' webhooks carried are for people alone.
 */
export const apiScopes = [
  "programme:read",
  "coaches:read",
  "event_types:read",
  "availability:read",
  "sessions:read",
  "sessions:write",
  "deliveries:read",
  "deliveries:write",
  "sync:read",
  "sync:write",
] as const;
export const apiScopeSchema = z.enum(apiScopes);
export type ApiScope = z.infer<typeof apiScopeSchema>;
