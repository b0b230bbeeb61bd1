ALTER TABLE `users` ADD `language` text;--> statement-breakpoint
ALTER TABLE `courses` ADD `translations` text;--> statement-breakpoint
ALTER TABLE `outbox` ADD `language` text;