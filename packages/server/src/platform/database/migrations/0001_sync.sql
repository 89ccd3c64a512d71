CREATE TABLE "punctual"."routing_submissions" (
	"id" text PRIMARY KEY NOT NULL,
	"uri" text NOT NULL,
	"form_uri" text NOT NULL,
	"coach_id" text,
	"invitee_uri" text,
	"answers" jsonb NOT NULL,
	"tracking" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"result" jsonb,
	"calendly_created_at" timestamp with time zone NOT NULL,
	"calendly_updated_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "routing_submissions_uri_unique" UNIQUE("uri")
);
--> statement-breakpoint
CREATE TABLE "punctual"."calendly_calls" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"coach_id" text,
	"endpoint" text NOT NULL,
	"purpose" text NOT NULL,
	"attempt" integer NOT NULL,
	"status" integer,
	"code" text,
	"latency_ms" integer NOT NULL,
	"remaining" integer,
	"waited" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."call_budgets" (
	"calendly_user" text PRIMARY KEY NOT NULL,
	"budget" jsonb NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."sweeps" (
	"id" text PRIMARY KEY NOT NULL,
	"coach_id" text NOT NULL,
	"connection_id" text NOT NULL,
	"depth" text NOT NULL,
	"cause" text NOT NULL,
	"state" text NOT NULL,
	"trouble" text,
	"cursor" text,
	"from_at" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"sessions_compared" integer DEFAULT 0 NOT NULL,
	"invitees_compared" integer DEFAULT 0 NOT NULL,
	"found" integer DEFAULT 0 NOT NULL,
	"repaired" integer DEFAULT 0 NOT NULL,
	"differences" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "punctual"."webhook_refusals" (
	"hour" timestamp with time zone NOT NULL,
	"reason" text NOT NULL,
	"count" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhook_refusals_hour_reason_pk" PRIMARY KEY("hour","reason")
);
--> statement-breakpoint
DROP INDEX "punctual"."webhook_deliveries_received";--> statement-breakpoint
DROP INDEX "punctual"."webhook_deliveries_state";--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "webhook_scope" text;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "webhook_checked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "webhook_retry_started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "backfill_from" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "backfill_reached" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "backfill_started_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "backfill_ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "backfill_trouble" text;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "leaving" text;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "capabilities" jsonb;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "probed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "swept_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."connections" ADD COLUMN "swept_fully_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "first_name" text;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "last_name" text;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "text_reminder_number" text;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "chain_uri" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "chain_moves" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "tracking" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "payment" jsonb;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "reconfirmation" jsonb;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "routing_submission_uri" text;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "scheduled_by_uri" text;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "scheduling_method" text;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "observed_at" timestamp with time zone DEFAULT 'epoch' NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."invitees" ADD COLUMN "last_told" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."sessions" ADD COLUMN "hosts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."sessions" ADD COLUMN "meeting_notes" text;--> statement-breakpoint
ALTER TABLE "punctual"."sessions" ADD COLUMN "calendar_entry" jsonb;--> statement-breakpoint
ALTER TABLE "punctual"."sessions" ADD COLUMN "observed_at" timestamp with time zone DEFAULT 'epoch' NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."sessions" ADD COLUMN "last_told" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."sessions" ADD COLUMN "gone_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."webhook_deliveries" ADD COLUMN "settled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."webhook_deliveries" ADD COLUMN "size" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."webhook_deliveries" ADD COLUMN "coach_id" text;--> statement-breakpoint
ALTER TABLE "punctual"."webhook_deliveries" ADD COLUMN "replays" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."webhook_deliveries" ADD COLUMN "replayed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "punctual"."routing_submissions" ADD CONSTRAINT "routing_submissions_coach_id_people_id_fk" FOREIGN KEY ("coach_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "punctual"."sweeps" ADD CONSTRAINT "sweeps_coach_id_people_id_fk" FOREIGN KEY ("coach_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "routing_submissions_invitee" ON "punctual"."routing_submissions" USING btree ("invitee_uri");--> statement-breakpoint
CREATE INDEX "routing_submissions_coach" ON "punctual"."routing_submissions" USING btree ("coach_id");--> statement-breakpoint
CREATE INDEX "calendly_calls_at" ON "punctual"."calendly_calls" USING btree ("at");--> statement-breakpoint
CREATE INDEX "calendly_calls_coach" ON "punctual"."calendly_calls" USING btree ("coach_id","at");--> statement-breakpoint
CREATE INDEX "sweeps_coach" ON "punctual"."sweeps" USING btree ("coach_id","started_at");--> statement-breakpoint
CREATE INDEX "sweeps_started" ON "punctual"."sweeps" USING btree ("started_at","id");--> statement-breakpoint
CREATE INDEX "invitees_chain" ON "punctual"."invitees" USING btree ("chain_uri");--> statement-breakpoint
CREATE INDEX "invitees_routing" ON "punctual"."invitees" USING btree ("routing_submission_uri") WHERE "punctual"."invitees"."routing_submission_uri" is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_received" ON "punctual"."webhook_deliveries" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_state" ON "punctual"."webhook_deliveries" USING btree ("state","received_at","id");--> statement-breakpoint
-- A sealed body of a usual size stays in its row: compressing what is encrypted is lost work, and so is a second table.
ALTER TABLE "punctual"."webhook_deliveries" SET (toast_tuple_target = 8160);--> statement-breakpoint
ALTER TABLE "punctual"."webhook_deliveries" ALTER COLUMN "body_sealed" SET STORAGE EXTERNAL;--> statement-breakpoint
WITH RECURSIVE chains AS (
	SELECT i."uri", coalesce(i."old_invitee_uri", i."uri") AS "root", CASE WHEN i."old_invitee_uri" IS NULL THEN 0 ELSE 1 END AS "moves"
	FROM "punctual"."invitees" i
	WHERE NOT EXISTS (SELECT 1 FROM "punctual"."invitees" p WHERE p."uri" = i."old_invitee_uri")
	UNION ALL
	SELECT n."uri", c."root", c."moves" + 1 FROM chains c JOIN "punctual"."invitees" n ON n."old_invitee_uri" = c."uri" WHERE c."moves" < 1000
)
UPDATE "punctual"."invitees" i SET "chain_uri" = c."root", "chain_moves" = c."moves" FROM chains c WHERE c."uri" = i."uri";
