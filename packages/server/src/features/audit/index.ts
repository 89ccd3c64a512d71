export { ensureChain } from "./ensure-chain.ts";
export { type OperatorAudit, openAudit, verifyAuditExport } from "./open-audit.ts";
export { recordAudit } from "./record-audit.ts";
export { recordCheckpoint } from "./record-checkpoint.ts";
export type { AuditEntry, AuditFacts } from "./types.ts";
export type { Verification } from "./verify-chain.ts";
export { verifyTail } from "./verify-tail.ts";
