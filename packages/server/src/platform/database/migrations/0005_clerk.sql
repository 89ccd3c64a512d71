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
ALTER TABLE "punctual"."clerk_logins" ADD CONSTRAINT "clerk_logins_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "punctual"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clerk_logins_person" ON "punctual"."clerk_logins" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "clerk_logins_seen" ON "punctual"."clerk_logins" USING btree ("seen_at");