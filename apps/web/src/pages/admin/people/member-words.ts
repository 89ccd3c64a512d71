import type { Invitation, Role } from "@punctual/contract";
import type { Tone } from "@punctual/react";

export const roles: readonly Role[] = ["coach", "realtor", "admin"];

export const roleWords: Record<Role, string> = { coach: "Coach", realtor: "Realtor", admin: "Admin" };

/** What each role sees, in a line: said where one is chosen. */
export const roleHints: Record<Role, string> = {
  coach: "Sees what they host: their sessions, event types and the people who book them.",
  realtor: "Sees coaches on offer, books them, and sees their own bookings.",
  admin: "Sees the whole programme and decides who is in it.",
};

export const invitationWords: Record<Invitation["state"], string> = {
  open: "Waiting",
  expired: "Expired",
  accepted: "Accepted",
  withdrawn: "Withdrawn",
};

export const invitationTones: Record<Invitation["state"], Tone> = {
  open: "waiting",
  expired: "attention",
  accepted: "confirmed",
  withdrawn: "neutral",
};
