CREATE TABLE `meeting_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`meeting_id` text NOT NULL,
	`before` text,
	`changed_at` integer NOT NULL,
	`notified_at` integer,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `meeting_changes_untold` ON `meeting_changes` (`meeting_id`) WHERE notified_at is null;--> statement-breakpoint
CREATE INDEX `meeting_changes_to_tell` ON `meeting_changes` (`cohort_id`,`changed_at`) WHERE notified_at is null;--> statement-breakpoint
ALTER TABLE `meetings` ADD `reminded_hours` integer;--> statement-breakpoint
CREATE INDEX `meetings_by_start` ON `meetings` (`starts_at`,`id`);