import type { Timestamp } from "../../world/records.ts";

/** What one user wrote about a contact; nobody else can read it. Title or body is set. */
export interface Note {
  readonly id: string;
  readonly authorId: string;
  readonly contactId: string;
  readonly title: string | null;
  readonly body: string | null;
  /** Milliseconds. */
  readonly remindAt: number | null;
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
}
