/**
 * A Calendly for one machine: API v2, OAuth, booking pages, embed script and signed webhooks, with a clock that can be
 * moved and faults that can be switched on. `createSandbox() -> { url, reset(), close() }`.
 */

export type { Controls } from "./controls/controls.ts";
export type { FaultRequest, FaultRule, HttpEffect, WebhookEffect } from "./controls/fault-rules.ts";
export { createSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";
export type { Credentials } from "./scenario/credentials.ts";
export { type ScenarioName, scenarioNames } from "./scenario/scenarios.ts";
export { defaultSettings, type Settings } from "./settings.ts";
export { findSlots } from "./slots/find-slots.ts";
export type { HostLimits, Interval, JoinableEvent, Slot, SlotInput } from "./slots/types.ts";
export { SandboxTrouble, type TroubleKind } from "./store/trouble.ts";
export type { Post, PostOutcome } from "./webhooks/post.ts";
export type { Attempt, Delivery } from "./webhooks/types.ts";
export type { BookingRequest, BookOutcome, CancelOutcome, Opening, RescheduleOutcome, World } from "./world/types.ts";
