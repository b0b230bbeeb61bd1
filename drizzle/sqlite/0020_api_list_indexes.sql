CREATE INDEX `cohorts_by_created` ON `cohorts` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `waiting_list_by_since` ON `waiting_list` (`since`,`id`);--> statement-breakpoint
CREATE INDEX `tickets_by_created` ON `tickets` (`created_at`,`id`);