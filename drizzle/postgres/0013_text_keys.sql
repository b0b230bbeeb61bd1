DROP INDEX "users_by_name";--> statement-breakpoint
DROP INDEX "courses_by_title";--> statement-breakpoint
DROP INDEX "courses_by_subject";--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "sort_key" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "keys_of" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "sort_key" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "subject_key" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "keys_of" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "search_text" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "tickets" ADD COLUMN "keys_of" text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX "users_by_sort_key" ON "users" USING btree ("sort_key","id");--> statement-breakpoint
CREATE INDEX "users_stale_keys" ON "users" USING btree ("id") WHERE keys_of <> name || ' ' || email;--> statement-breakpoint
CREATE INDEX "courses_by_sort_key" ON "courses" USING btree ("sort_key","id");--> statement-breakpoint
CREATE INDEX "courses_by_state_and_sort_key" ON "courses" USING btree ("state","sort_key","id");--> statement-breakpoint
CREATE INDEX "courses_stale_keys" ON "courses" USING btree ("id") WHERE keys_of <> title || ' ' || subject;--> statement-breakpoint
CREATE INDEX "tickets_stale_keys" ON "tickets" USING btree ("id") WHERE keys_of <> code || ' ' || subject;