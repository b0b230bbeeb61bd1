ALTER TABLE "cancelled_meetings" ADD COLUMN "translations" jsonb;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "translations" jsonb;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "translations" jsonb;