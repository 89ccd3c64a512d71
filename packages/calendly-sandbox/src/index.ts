/**
 * A Calendly for one machine: API v2, OAuth, booking pages, embed script and signed webhooks, with a clock that can be
 * moved and faults that can be switched on. `createSandbox() -> { url, reset(), close() }`.
 */

export { createSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";
export type { Controls, FaultRequest } from "./scenario/controls.ts";
export type { Credentials } from "./scenario/credentials.ts";
export type { FaultRule, HttpEffect, WebhookEffect } from "./scenario/faults.ts";
export { type ScenarioName, scenarioNames } from "./scenario/scenarios.ts";
export { defaultSettings, type Settings } from "./settings.ts";
export { SandboxTrouble, type TroubleKind } from "./store/trouble.ts";
export type { Attempt, Delivery } from "./webhooks/types.ts";
export type { BookingRequest, BookOutcome, CancelOutcome, Opening, RescheduleOutcome, World } from "./world/types.ts";
