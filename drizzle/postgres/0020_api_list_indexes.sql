CREATE INDEX "cohorts_by_created" ON "cohorts" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "waiting_list_by_since" ON "waiting_list" USING btree ("since","id");--> statement-breakpoint
CREATE INDEX "tickets_by_created" ON "tickets" USING btree ("created_at","id");