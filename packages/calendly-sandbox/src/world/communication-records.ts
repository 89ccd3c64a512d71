import type { Timestamp } from "./records.ts";

/** An e-mail or text message that Calendly would have sent. The sandbox sends none. */
export interface Communication {
  readonly id: string;
  readonly organizationId: string;
  readonly type: "email" | "sms";
  readonly to: string;
  readonly from: string;
  /** Null for a text message. */
  readonly subject: string | null;
  readonly body: string;
  /** The host in whose name it goes out. */
  readonly senderId: string;
  readonly eventTypeId: string;
  readonly eventId: string;
  readonly createdAt: Timestamp;
  readonly sentAt: Timestamp;
}
