import { sql } from "drizzle-orm";
import { boolean, index, integer, text, timestamp, uniqueIndex } from "drizzle-orm/pg-core";
import { instant } from "../instant.ts";
import { createdAt as instantOfCreation, punctual } from "./punctual.ts";

export const people = punctual.table(
  "people",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    email: text("email").notNull().unique(),
    emailVerified: boolean("email_verified").notNull().default(false),
    image: text("image"),
    role: text("role", { enum: ["coach", "realtor", "admin"] }).notNull(),
    timeZone: text("time_zone"),
    /** The person's id at the identity provider outside (Clerk's `user_...`); null for people whose passwords are here. */
    externalId: text("external_id").unique(),
    /** Since when an admin keeps this person out; null for everyone who may come in. */
    suspendedAt: instant("suspended_at"),
    /** Logins that began before this are over, whatever their token says; null when none were ended together. */
    loginsValidFrom: instant("logins_valid_from"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("people_role_name").on(t.role, t.name, t.id)],
);

export const loginSessions = punctual.table(
  "login_sessions",
  {
    id: text("id").primaryKey(),
    token: text("token").notNull().unique(),
    userId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("login_sessions_person").on(t.userId)],
);

export const loginAccounts = punctual.table(
  "login_accounts",
  {
    id: text("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: timestamp("access_token_expires_at", { withTimezone: true }),
    refreshTokenExpiresAt: timestamp("refresh_token_expires_at", { withTimezone: true }),
    scope: text("scope"),
    password: text("password_hash"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("login_accounts_person").on(t.userId)],
);

export const loginVerifications = punctual.table(
  "login_verifications",
  {
    id: text("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("login_verifications_identifier").on(t.identifier)],
);

/** Public keys of passkeys (WebAuthn), as Better Auth's plugin keeps them. */
export const passkeys = punctual.table(
  "passkeys",
  {
    id: text("id").primaryKey(),
    name: text("name"),
    publicKey: text("public_key").notNull(),
    userId: text("person_id")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    credentialID: text("credential_id").notNull().unique(),
    counter: integer("counter").notNull(),
    deviceType: text("device_type").notNull(),
    backedUp: boolean("backed_up").notNull(),
    transports: text("transports"),
    aaguid: text("aaguid"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index("passkeys_person").on(t.userId)],
);

/** Invitations of admins: the link carries a secret, of which only the hash is here. */
export const invitations = punctual.table(
  "invitations",
  {
    id: text("id").primaryKey(),
    /** Lower case. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role", { enum: ["coach", "realtor", "admin"] }).notNull(),
    /** SHA-256 of the secret in the link. */
    secretHash: text("secret_hash").notNull().unique(),
    invitedBy: text("invited_by")
      .notNull()
      .references(() => people.id, { onDelete: "cascade" }),
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    withdrawnAt: instant("withdrawn_at"),
    createdAt: instantOfCreation(),
  },
  (t) => [
    // One open invitation for one address: a second one replaces the first.
    uniqueIndex("invitations_open").on(t.email).where(sql`${t.acceptedAt} is null and ${t.withdrawnAt} is null`),
    index("invitations_created").on(t.createdAt, t.id),
  ],
);

/** Messages of the identity provider outside that were taken in, by its message id: each is applied once. */
export const identityMessages = punctual.table("identity_messages", {
  id: text("id").primaryKey(),
  receivedAt: instant("received_at").notNull(),
});
