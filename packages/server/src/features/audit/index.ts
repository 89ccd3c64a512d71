export { recordAudit } from "./record-audit.ts";
export type { AuditEntry } from "./types.ts";
