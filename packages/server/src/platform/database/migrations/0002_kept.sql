CREATE TABLE "punctual"."gone_sessions" (
	"uri" text PRIMARY KEY NOT NULL,
	"gone_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "punctual"."webhook_deliveries" ADD COLUMN "account_uri" text;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_coach" ON "punctual"."webhook_deliveries" USING btree ("coach_id","received_at","id") WHERE "punctual"."webhook_deliveries"."coach_id" is not null;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_rare_name" ON "punctual"."webhook_deliveries" USING btree ("event_name","received_at","id") WHERE "punctual"."webhook_deliveries"."event_name" <> 'invitee.created' and "punctual"."webhook_deliveries"."event_name" <> 'invitee.canceled';