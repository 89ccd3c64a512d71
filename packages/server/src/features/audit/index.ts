export { ensureChain } from "./ensure-chain.ts";
export { recordAudit } from "./record-audit.ts";
export { recordCheckpoint } from "./record-checkpoint.ts";
export type { AuditEntry, AuditFacts } from "./types.ts";
