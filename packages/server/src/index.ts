/**
 * Punctual's server. `createPunctual(config)` opens it; everything else is inside.
 */
export { type OperatorAudit, type Verification, verifyAuditExport } from "./features/audit/index.ts";
export type { OperatorSync, SyncRefusal } from "./features/sync/index.ts";
export type { OperatorInbox } from "./features/webhooks/index.ts";
export { frontendUrlOf as clerkFrontendUrl, jwtKeyOf as clerkJwtKey } from "./platform/clerk/keys.ts";
export type { ServerConfig } from "./platform/config.ts";
export type { KeyUse, OperatorKeys, Rotation } from "./platform/crypto/rotate-keys.ts";
export { parseRange as parseAddressRange } from "./platform/http/client-address.ts";
export { defaultLimits, type LimitSettings } from "./platform/limits/settings.ts";
export { DirectoryInUse, StartRefused } from "./platform/start-refused.ts";
export { describeError } from "./platform/without-secrets.ts";
export { createPunctual, type Punctual, type PunctualOverrides } from "./punctual.ts";
