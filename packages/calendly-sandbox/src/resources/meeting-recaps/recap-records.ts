import type { Timestamp } from "../../world/records.ts";

export const recapStatuses = ["available", "processing", "unavailable"] as const;

export interface RecapAttendee {
  readonly host: boolean;
  readonly user_email: string;
  readonly user_name: string;
}

/** The three texts of a recap, in Markdown. */
export interface RecapTexts {
  readonly summary: string | null;
  readonly actionItems: string | null;
  readonly discussion: string | null;
}

/** What the notetaker of one user took down of a meeting. */
export interface MeetingRecap extends RecapTexts {
  readonly id: string;
  readonly userId: string;
  readonly organizationId: string;
  /** Null for a meeting that was not booked at Calendly. */
  readonly eventId: string | null;
  readonly status: (typeof recapStatuses)[number];
  readonly name: string | null;
  /** Of the meeting as it was held, in milliseconds; it may have ended earlier or later than planned. */
  readonly startAt: number;
  readonly endAt: number;
  readonly attendees: readonly RecapAttendee[];
  readonly transcript: string | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** Whose meetings are taken down, from which moment on. */
export interface Notetaker {
  readonly userId: string;
  /** Milliseconds: meetings that begin earlier get no recap. */
  readonly since: number;
}
