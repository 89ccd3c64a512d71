/**
 * Behaviour that Calendly's documentation leaves open or that a test wants otherwise. Each default is the suggestion of
 * the documentation's closest reading; the README says which are inferred.
 */
export interface Settings {
  /** Origin of every URI instead of the one by which the caller came, for example `https://api.calendly.com`. */
  readonly publicUrl: string | null;
  /** Status of `POST /invitees` when the time was taken meanwhile. Reported 400 in life, 404 in one guide. */
  readonly slotTakenStatus: 400 | 404 | 409;
  /** Calls per user and minute: `plan` is 500 on paid plans and 50 on free ones; null switches the limit off. */
  readonly callsPerMinute: number | "plan" | null;
  /** Milliseconds after booking until a conference has its address. */
  readonly conferenceAfter: number;
  /** Order of the two webhooks of a reschedule; Calendly guarantees none. */
  readonly rescheduleOrder: "canceled_first" | "created_first";
  /** Milliseconds until a webhook's connection must stand, and until its answer must have come. */
  readonly webhookConnectTimeout: number;
  readonly webhookReadTimeout: number;
  /** Milliseconds to the first retry; every next wait is twice as long. */
  readonly webhookFirstRetry: number;
  /** Milliseconds of failing after which a delivery is given up, and its subscription disabled. */
  readonly webhookGiveUpAfter: number;
  /**
   * Time in webhook signatures. `machine` (the default) suits receivers that compare with their own clock while the
   * sandbox's clock has been moved; `sandbox` suits receivers that share its clock.
   */
  readonly signatureClock: "machine" | "sandbox";
}

export const defaultSettings: Settings = {
  publicUrl: null,
  slotTakenStatus: 400,
  callsPerMinute: "plan",
  conferenceAfter: 2_000,
  rescheduleOrder: "canceled_first",
  webhookConnectTimeout: 10_000,
  webhookReadTimeout: 15_000,
  webhookFirstRetry: 60_000,
  webhookGiveUpAfter: 24 * 3_600_000,
  signatureClock: "machine",
};
