import type { Role } from "./records.ts";

/** Who did something, as they were then. */
export type ActivityActor =
  | {
      readonly kind: "user";
      readonly userId: string;
      readonly name: string;
      readonly email: string;
      readonly role: Role;
      readonly group: { readonly id: string; readonly name: string; readonly role: "member" | "admin" } | null;
    }
  /** Nobody in particular: what falls due by itself. */
  | { readonly kind: "system" };

/** One line of an organization's activity log. */
export interface ActivityEntry {
  readonly id: string;
  /** Grows with every entry: tells apart those of one millisecond. */
  readonly seq: number;
  readonly organizationId: string;
  /** Milliseconds on the sandbox's clock. */
  readonly occurredAt: number;
  readonly actor: ActivityActor;
  readonly namespace: string;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}
