ALTER TABLE `cancelled_meetings` ADD `translations` text;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `translations` text;--> statement-breakpoint
ALTER TABLE `meetings` ADD `translations` text;