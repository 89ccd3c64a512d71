CREATE TABLE "punctual"."audit_checkpoints" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"key_id" text NOT NULL,
	"seal" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."audit_heads" (
	"organization" text PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."clerk_logins" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text,
	"seen_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "punctual"."clerk_users" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text,
	"role" text,
	"sent_role" text,
	"name" text NOT NULL,
	"barred" boolean NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "punctual"."identity_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"secret_hash" text NOT NULL,
	"invited_by" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"accepted_at" timestamp with time zone,
	"withdrawn_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "invitations_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "punctual"."passkeys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text,
	"public_key" text NOT NULL,
	"person_id" text NOT NULL,
	"credential_id" text NOT NULL,
	"counter" integer NOT NULL,
	"device_type" text NOT NULL,
	"backed_up" boolean NOT NULL,
	"transports" text,
	"aaguid" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "passkeys_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "punctual"."api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"prefix" text,
	"secret_hash" text,
	"public_key" text,
	"scopes" text[] NOT NULL,
	"person_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"rotated_from" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "api_keys_secret_hash_unique" UNIQUE("secret_hash")
);
--> statement-breakpoint
CREATE TABLE "punctual"."limit_counters" (
	"key" text PRIMARY KEY NOT NULL,
	"slice" bigint NOT NULL,
	"points" integer NOT NULL,
	"previous" integer NOT NULL,
	"expire" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."outgoing_endpoints" (
	"id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"description" text NOT NULL,
	"kinds" text[] NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"trouble" text,
	"secret_sealed" text NOT NULL,
	"previous_secret_sealed" text,
	"previous_until" timestamp with time zone,
	"failing_since" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."outgoing_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"endpoint_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_status" integer,
	"last_trouble" text,
	"next_attempt_at" timestamp with time zone,
	"settled_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."ring_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"proof" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."security_alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"count" integer NOT NULL,
	"threshold" integer NOT NULL,
	"since" timestamp with time zone NOT NULL,
	"until" timestamp with time zone,
	"notified_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "punctual"."security_counts" (
	"minute" timestamp with time zone NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"subject" text NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "security_counts_minute_kind_source_subject_pk" PRIMARY KEY("minute","kind","source","subject")
);
--> statement-breakpoint
CREATE TABLE "punctual"."signature_nonces" (
	"key_id" text NOT NULL,
	"nonce" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "signature_nonces_key_id_nonce_pk" PRIMARY KEY("key_id","nonce")
);
--> statement-breakpoint
ALTER TABLE "punctual"."people" ADD COLUMN "external_id" text;--> statement-breakpoint
ALTER TABLE "punctual"."people" ADD COLUMN "suspended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."people" ADD COLUMN "logins_valid_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."audit_entries" ADD COLUMN "on_behalf_of" text;--> statement-breakpoint
ALTER TABLE "punctual"."audit_entries" ADD COLUMN "before" jsonb;--> statement-breakpoint
ALTER TABLE "punctual"."audit_entries" ADD COLUMN "after" jsonb;--> statement-breakpoint
ALTER TABLE "punctual"."audit_entries" ADD COLUMN "previous_hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."audit_entries" ADD COLUMN "hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."clerk_logins" ADD CONSTRAINT "clerk_logins_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."invitations" ADD CONSTRAINT "invitations_invited_by_people_id_fk" FOREIGN KEY ("invited_by") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."passkeys" ADD CONSTRAINT "passkeys_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."api_keys" ADD CONSTRAINT "api_keys_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."outgoing_messages" ADD CONSTRAINT "outgoing_messages_endpoint_id_outgoing_endpoints_id_fk" FOREIGN KEY ("endpoint_id") REFERENCES "punctual"."outgoing_endpoints"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."signature_nonces" ADD CONSTRAINT "signature_nonces_key_id_api_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "punctual"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clerk_logins_person" ON "punctual"."clerk_logins" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "clerk_logins_seen" ON "punctual"."clerk_logins" USING btree ("seen_at");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_open" ON "punctual"."invitations" USING btree ("email") WHERE "punctual"."invitations"."accepted_at" is null and "punctual"."invitations"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "invitations_created" ON "punctual"."invitations" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "passkeys_person" ON "punctual"."passkeys" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "api_keys_person" ON "punctual"."api_keys" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "api_keys_created" ON "punctual"."api_keys" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "limit_counters_expire" ON "punctual"."limit_counters" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "outgoing_messages_endpoint" ON "punctual"."outgoing_messages" USING btree ("endpoint_id","created_at","id");--> statement-breakpoint
CREATE INDEX "outgoing_messages_waiting" ON "punctual"."outgoing_messages" USING btree ("next_attempt_at") WHERE "punctual"."outgoing_messages"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "security_alerts_since" ON "punctual"."security_alerts" USING btree ("since");--> statement-breakpoint
CREATE UNIQUE INDEX "security_alerts_open" ON "punctual"."security_alerts" USING btree ("kind") WHERE "punctual"."security_alerts"."until" is null;--> statement-breakpoint
CREATE INDEX "signature_nonces_expires" ON "punctual"."signature_nonces" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "login_verifications_identifier" ON "punctual"."login_verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "audit_entries_actor" ON "punctual"."audit_entries" USING btree ("actor","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_action" ON "punctual"."audit_entries" USING btree ("action","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_noun" ON "punctual"."audit_entries" USING btree (split_part("action", '.', 1),"seq");--> statement-breakpoint
CREATE INDEX "audit_entries_reason" ON "punctual"."audit_entries" USING gin (to_tsvector('simple', "reason")) WHERE "punctual"."audit_entries"."reason" is not null;--> statement-breakpoint
ALTER TABLE "punctual"."people" ADD CONSTRAINT "people_external_id_unique" UNIQUE("external_id");--> statement-breakpoint
CREATE FUNCTION "punctual"."refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit log only grows: % on % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "audit_entries_stay" BEFORE UPDATE ON "punctual"."audit_entries" FOR EACH ROW WHEN (OLD."hash" <> '') EXECUTE FUNCTION "punctual"."refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "audit_entries_kept" BEFORE DELETE OR TRUNCATE ON "punctual"."audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION "punctual"."refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "audit_checkpoints_stay" BEFORE UPDATE OR DELETE OR TRUNCATE ON "punctual"."audit_checkpoints" FOR EACH STATEMENT EXECUTE FUNCTION "punctual"."refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "audit_heads_grow" BEFORE UPDATE ON "punctual"."audit_heads" FOR EACH ROW WHEN (NEW."seq" < OLD."seq" OR NEW."organization" <> OLD."organization") EXECUTE FUNCTION "punctual"."refuse_change"();
--> statement-breakpoint
CREATE TRIGGER "audit_heads_kept" BEFORE DELETE OR TRUNCATE ON "punctual"."audit_heads" FOR EACH STATEMENT EXECUTE FUNCTION "punctual"."refuse_change"();
--> statement-breakpoint
ALTER TABLE "punctual"."limit_counters" SET UNLOGGED;
