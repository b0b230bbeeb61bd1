DROP INDEX `users_by_name`;--> statement-breakpoint
ALTER TABLE `users` ADD `sort_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `search_text` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `users` ADD `keys_of` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `users_by_sort_key` ON `users` (`sort_key`,`id`);--> statement-breakpoint
CREATE INDEX `users_stale_keys` ON `users` (`id`) WHERE keys_of <> name || ' ' || email;--> statement-breakpoint
DROP INDEX `courses_by_title`;--> statement-breakpoint
DROP INDEX `courses_by_subject`;--> statement-breakpoint
ALTER TABLE `courses` ADD `sort_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `courses` ADD `subject_key` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `courses` ADD `keys_of` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `courses_by_sort_key` ON `courses` (`sort_key`,`id`);--> statement-breakpoint
CREATE INDEX `courses_by_state_and_sort_key` ON `courses` (`state`,`sort_key`,`id`);--> statement-breakpoint
CREATE INDEX `courses_stale_keys` ON `courses` (`id`) WHERE keys_of <> title || ' ' || subject;--> statement-breakpoint
ALTER TABLE `tickets` ADD `search_text` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `tickets` ADD `keys_of` text DEFAULT '' NOT NULL;--> statement-breakpoint
CREATE INDEX `tickets_stale_keys` ON `tickets` (`id`) WHERE keys_of <> code || ' ' || subject;