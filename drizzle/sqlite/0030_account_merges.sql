CREATE TABLE `account_merges` (
	`id` text PRIMARY KEY NOT NULL,
	`from_id` text NOT NULL,
	`into_id` text NOT NULL,
	`why` text NOT NULL,
	`moved` text NOT NULL,
	`disabled_before` integer,
	`merged_at` integer NOT NULL,
	`merged_by` text NOT NULL,
	`undone_at` integer,
	`undone_by` text,
	FOREIGN KEY (`from_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`into_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `account_merges_one_live` ON `account_merges` (`from_id`) WHERE undone_at is null;--> statement-breakpoint
CREATE INDEX `account_merges_by_into` ON `account_merges` (`into_id`);--> statement-breakpoint
ALTER TABLE `users` ADD `merged_into_id` text;--> statement-breakpoint
CREATE INDEX `users_by_merged_into` ON `users` (`merged_into_id`) WHERE merged_into_id is not null;