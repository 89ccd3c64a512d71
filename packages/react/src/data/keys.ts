import type { LiveTopic } from "@punctual/contract";

/** The first part of every query key: what the answer is about. */
export type QueryTopic =
  | "me"
  | "config"
  | "overview"
  | "connection"
  | "coaches"
  | "event-types"
  | "availability"
  | "sessions"
  | "bookings"
  | "mailbox"
  | "deliveries"
  | "sweeps"
  | "members"
  | "logins"
  | "services"
  | "security"
  | "audit"
  | "usage";

/** Which answers a live change makes old. */
export const staleBy: Record<LiveTopic, readonly QueryTopic[]> = {
  sessions: ["sessions", "availability", "overview", "coaches"],
  "event-types": ["event-types", "availability", "coaches"],
  connection: ["connection", "event-types", "coaches", "overview"],
  bookings: ["bookings", "sessions", "availability"],
  mailbox: ["mailbox"],
  coaches: ["coaches", "overview"],
  deliveries: ["deliveries", "overview"],
  sweeps: ["sweeps"],
  account: ["me", "members", "logins", "coaches"],
};
