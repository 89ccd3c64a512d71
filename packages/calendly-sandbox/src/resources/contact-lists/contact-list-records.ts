import type { Timestamp } from "../../world/records.ts";

/** What a View shows: contacts that have one of the values in each of these fields, and are not older than that. */
export interface ViewFilter {
  readonly fields: Readonly<
    Partial<Record<"timezone" | "job_title" | "company" | "country" | "state" | "city", readonly string[]>>
  >;
  readonly createdWithinDays: number | null;
}

/** A static List, whose members the contacts name, or a dynamic View. Both are one user's. */
export interface ContactList {
  readonly id: string;
  readonly ownerId: string;
  readonly organizationId: string;
  readonly name: string;
  /** Null for a static List. */
  readonly view: ViewFilter | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}

/** What makes two names the same: neither case, nor accents, nor outer spaces count. */
export function sameName(name: string): string {
  return name.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
