CREATE TABLE "meeting_changes" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"meeting_id" text NOT NULL,
	"before" jsonb,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"notified_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "reminded_hours" bigint;--> statement-breakpoint
ALTER TABLE "meeting_changes" ADD CONSTRAINT "meeting_changes_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "meeting_changes_untold" ON "meeting_changes" USING btree ("meeting_id") WHERE notified_at is null;--> statement-breakpoint
CREATE INDEX "meeting_changes_to_tell" ON "meeting_changes" USING btree ("cohort_id","changed_at") WHERE notified_at is null;--> statement-breakpoint
CREATE INDEX "meetings_by_start" ON "meetings" USING btree ("starts_at","id");