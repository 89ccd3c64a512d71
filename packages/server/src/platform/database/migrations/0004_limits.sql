DROP INDEX "punctual"."security_alerts_open";--> statement-breakpoint
ALTER TABLE "punctual"."limit_counters" ALTER COLUMN "points" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "punctual"."limit_counters" ALTER COLUMN "expire" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."limit_counters" ADD COLUMN "slice" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "punctual"."limit_counters" ADD COLUMN "previous" integer NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "security_alerts_open" ON "punctual"."security_alerts" USING btree ("kind") WHERE "punctual"."security_alerts"."until" is null;--> statement-breakpoint
ALTER TABLE "punctual"."limit_counters" SET UNLOGGED;
