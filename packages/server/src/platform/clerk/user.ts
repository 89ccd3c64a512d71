import { type Role, roleSchema } from "@punctual/contract";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";

/** One user of Clerk, as far as the programme needs them. */
export interface ClerkUser {
  readonly id: string;
  readonly name: string;
  /** The primary address, lower case; null for a user without one. */
  readonly email: string | null;
  /** Only what Clerk itself says is verified. */
  readonly emailVerified: boolean;
  /** Of `public_metadata.role`, which only the Backend API and the dashboard can write. */
  readonly role: Role | null;
  readonly banned: boolean;
  /** The moment, by Clerk's clock, whose state this is. */
  readonly asOf: Temporal.Instant;
}

/** The user as the Backend API and `user.created` and `user.updated` have it; read tolerantly, beyond what is needed. */
export const clerkUserSchema = z
  .object({
    id: z.string().min(1).max(255),
    first_name: z.string().nullish(),
    last_name: z.string().nullish(),
    username: z.string().nullish(),
    primary_email_address_id: z.string().nullish(),
    email_addresses: z
      .array(
        z.object({
          id: z.string(),
          email_address: z.string(),
          verification: z.object({ status: z.string().nullish() }).nullish(),
        }),
      )
      .default([]),
    public_metadata: z.unknown(),
    banned: z.boolean().nullish(),
    /** Milliseconds since 1970. */
    updated_at: z.number().int(),
  })
  .transform((user): ClerkUser => {
    const primary = user.email_addresses.find(({ id }) => id === user.primary_email_address_id);
    const email = addressOf(primary?.email_address);
    return {
      id: user.id,
      name: nameOf([[user.first_name, user.last_name].filter(Boolean).join(" "), user.username], email),
      email,
      emailVerified: primary?.verification?.status === "verified",
      role: roleIn(user.public_metadata),
      banned: user.banned ?? false,
      asOf: Temporal.Instant.fromEpochMilliseconds(user.updated_at),
    };
  });

/** The role that metadata name; null for none, and for anything that is no role. */
export function roleIn(metadata: unknown): Role | null {
  const parsed = z.object({ role: roleSchema }).safeParse(metadata);
  return parsed.success ? parsed.data.role : null;
}

/** An address as the contract has it, in lower case; null for anything else. */
export function addressOf(value: unknown): string | null {
  const parsed = z.string().trim().toLowerCase().pipe(z.email()).safeParse(value);
  return parsed.success ? parsed.data : null;
}

/** The first of these names that says something, on one line none of it turning the direction of writing, and not endless; else what stands before the `@`. */
export function nameOf(names: readonly unknown[], email: string | null): string {
  const usable = names
    .filter((name) => typeof name === "string")
    .map((name) =>
      name
        .normalize("NFC")
        .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ")
        .trim(),
    )
    .find((name) => name !== "");
  return (usable ?? email?.split("@")[0] ?? "Unnamed").slice(0, 120).toWellFormed();
}
