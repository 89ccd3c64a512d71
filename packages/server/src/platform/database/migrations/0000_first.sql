CREATE SCHEMA "punctual";
--> statement-breakpoint
CREATE TABLE "punctual"."audit_entries" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"reason" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "punctual"."bookings" (
	"id" text PRIMARY KEY NOT NULL,
	"realtor_id" text NOT NULL,
	"event_type_id" text NOT NULL,
	"invitee_uri" text NOT NULL,
	"event_uri" text NOT NULL,
	"state" text NOT NULL,
	"trouble" text,
	"started_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "punctual"."connect_attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"state_hash" text NOT NULL,
	"coach_id" text NOT NULL,
	"verifier_sealed" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"consumed_at" timestamp with time zone,
	"account" jsonb,
	"tokens_sealed" text,
	"tokens_expire_at" timestamp with time zone,
	"scopes" text[],
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connect_attempts_state_hash_unique" UNIQUE("state_hash")
);
--> statement-breakpoint
CREATE TABLE "punctual"."connections" (
	"id" text PRIMARY KEY NOT NULL,
	"coach_id" text NOT NULL,
	"state" text NOT NULL,
	"trouble" text,
	"account" jsonb NOT NULL,
	"user_uri" text NOT NULL,
	"organization_uri" text NOT NULL,
	"scopes" text[] NOT NULL,
	"tokens_sealed" text,
	"tokens_expire_at" timestamp with time zone,
	"tokens_version" integer DEFAULT 0 NOT NULL,
	"webhook_subscription_uri" text,
	"webhook_state" text DEFAULT 'none' NOT NULL,
	"webhook_trouble" text,
	"backfill_state" text DEFAULT 'none' NOT NULL,
	"backfill_sessions" integer DEFAULT 0 NOT NULL,
	"backfill_cursor" text,
	"connected_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "connections_coach_id_unique" UNIQUE("coach_id")
);
--> statement-breakpoint
CREATE TABLE "punctual"."event_types" (
	"id" text PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"connection_id" text NOT NULL,
	"coach_id" text NOT NULL,
	"name" text NOT NULL,
	"slug" text,
	"description" text,
	"duration" integer NOT NULL,
	"durations" integer[] NOT NULL,
	"kind" text NOT NULL,
	"active" boolean NOT NULL,
	"secret" boolean NOT NULL,
	"color" text NOT NULL,
	"locations" jsonb NOT NULL,
	"questions" jsonb NOT NULL,
	"scheduling_url" text,
	"offered" boolean DEFAULT false NOT NULL,
	"deleted_at" timestamp with time zone,
	"calendly_updated_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "event_types_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "punctual"."idempotency_keys" (
	"person_id" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_person_id_key_pk" PRIMARY KEY("person_id","key")
);
--> statement-breakpoint
CREATE TABLE "punctual"."invitees" (
	"id" text PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"session_id" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"time_zone" text,
	"status" text NOT NULL,
	"questions_and_answers" jsonb NOT NULL,
	"cancellation" jsonb,
	"rescheduled" boolean DEFAULT false NOT NULL,
	"old_invitee_uri" text,
	"new_invitee_uri" text,
	"no_show_uri" text,
	"no_show_at" timestamp with time zone,
	"no_show_known_at" timestamp with time zone,
	"cancel_url" text,
	"reschedule_url" text,
	"calendly_created_at" timestamp with time zone NOT NULL,
	"calendly_updated_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "invitees_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "punctual"."live_changes" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"topic" text NOT NULL,
	"entity_id" text,
	"audience" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."login_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"person_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password_hash" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."login_sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"person_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "login_sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "punctual"."login_verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."mailbox_messages" (
	"id" text PRIMARY KEY NOT NULL,
	"message_id" text NOT NULL,
	"recipient" text NOT NULL,
	"sender" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"calendar" text,
	"calendar_method" text,
	"raw" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "mailbox_messages_message_id_unique" UNIQUE("message_id")
);
--> statement-breakpoint
CREATE TABLE "punctual"."notifications" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"recipient" text NOT NULL,
	"recipient_role" text NOT NULL,
	"invitee_id" text,
	"revision" integer NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"message_id" text,
	"sent_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."people" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" text NOT NULL,
	"time_zone" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "punctual"."sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"coach_id" text NOT NULL,
	"event_type_uri" text NOT NULL,
	"name" text NOT NULL,
	"status" text NOT NULL,
	"start_at" timestamp with time zone NOT NULL,
	"end_at" timestamp with time zone NOT NULL,
	"location" jsonb,
	"guests" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"invitees_total" integer NOT NULL,
	"invitees_active" integer NOT NULL,
	"invitees_limit" integer NOT NULL,
	"cancellation" jsonb,
	"calendly_created_at" timestamp with time zone NOT NULL,
	"calendly_updated_at" timestamp with time zone NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "sessions_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "punctual"."webhook_deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"delivery_key" text NOT NULL,
	"event_name" text NOT NULL,
	"body_sealed" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"duplicates" integer DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"applied_at" timestamp with time zone,
	CONSTRAINT "webhook_deliveries_delivery_key_unique" UNIQUE("delivery_key")
);
--> statement-breakpoint
ALTER TABLE "punctual"."bookings" ADD CONSTRAINT "bookings_realtor_id_people_id_fk" FOREIGN KEY ("realtor_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."bookings" ADD CONSTRAINT "bookings_event_type_id_event_types_id_fk" FOREIGN KEY ("event_type_id") REFERENCES "punctual"."event_types"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."connect_attempts" ADD CONSTRAINT "connect_attempts_coach_id_people_id_fk" FOREIGN KEY ("coach_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD CONSTRAINT "connections_coach_id_people_id_fk" FOREIGN KEY ("coach_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."event_types" ADD CONSTRAINT "event_types_connection_id_connections_id_fk" FOREIGN KEY ("connection_id") REFERENCES "punctual"."connections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."event_types" ADD CONSTRAINT "event_types_coach_id_people_id_fk" FOREIGN KEY ("coach_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."idempotency_keys" ADD CONSTRAINT "idempotency_keys_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD CONSTRAINT "invitees_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "punctual"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."login_accounts" ADD CONSTRAINT "login_accounts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."login_sessions" ADD CONSTRAINT "login_sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."notifications" ADD CONSTRAINT "notifications_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "punctual"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."notifications" ADD CONSTRAINT "notifications_invitee_id_invitees_id_fk" FOREIGN KEY ("invitee_id") REFERENCES "punctual"."invitees"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."sessions" ADD CONSTRAINT "sessions_coach_id_people_id_fk" FOREIGN KEY ("coach_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_entries_subject" ON "punctual"."audit_entries" USING btree ("subject","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_at" ON "punctual"."audit_entries" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "bookings_realtor_invitee" ON "punctual"."bookings" USING btree ("realtor_id","invitee_uri");--> statement-breakpoint
CREATE INDEX "bookings_invitee" ON "punctual"."bookings" USING btree ("invitee_uri");--> statement-breakpoint
CREATE INDEX "connect_attempts_coach" ON "punctual"."connect_attempts" USING btree ("coach_id");--> statement-breakpoint
CREATE UNIQUE INDEX "connections_active_account" ON "punctual"."connections" USING btree ("user_uri") WHERE "punctual"."connections"."state" <> 'disconnected';--> statement-breakpoint
CREATE INDEX "connections_state" ON "punctual"."connections" USING btree ("state");--> statement-breakpoint
CREATE INDEX "event_types_coach" ON "punctual"."event_types" USING btree ("coach_id","name");--> statement-breakpoint
CREATE INDEX "invitees_session" ON "punctual"."invitees" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "invitees_email" ON "punctual"."invitees" USING btree ("email","session_id");--> statement-breakpoint
CREATE INDEX "invitees_old" ON "punctual"."invitees" USING btree ("old_invitee_uri");--> statement-breakpoint
CREATE INDEX "invitees_new" ON "punctual"."invitees" USING btree ("new_invitee_uri");--> statement-breakpoint
CREATE INDEX "live_changes_created" ON "punctual"."live_changes" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "login_accounts_person" ON "punctual"."login_accounts" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "login_sessions_person" ON "punctual"."login_sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "mailbox_recipient" ON "punctual"."mailbox_messages" USING btree ("recipient","sent_at","id");--> statement-breakpoint
CREATE INDEX "mailbox_sent" ON "punctual"."mailbox_messages" USING btree ("sent_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "notifications_once" ON "punctual"."notifications" USING btree ("session_id","kind","recipient","revision");--> statement-breakpoint
CREATE INDEX "notifications_state" ON "punctual"."notifications" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "people_role_name" ON "punctual"."people" USING btree ("role","name","id");--> statement-breakpoint
CREATE INDEX "sessions_start" ON "punctual"."sessions" USING btree ("start_at","id");--> statement-breakpoint
CREATE INDEX "sessions_coach_start" ON "punctual"."sessions" USING btree ("coach_id","start_at","id");--> statement-breakpoint
CREATE INDEX "sessions_event_type_start" ON "punctual"."sessions" USING btree ("event_type_uri","start_at","id");--> statement-breakpoint
CREATE INDEX "sessions_canceled_start" ON "punctual"."sessions" USING btree ("start_at","id") WHERE "punctual"."sessions"."status" = 'canceled';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_received" ON "punctual"."webhook_deliveries" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_state" ON "punctual"."webhook_deliveries" USING btree ("state","received_at");