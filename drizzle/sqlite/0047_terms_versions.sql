CREATE TABLE `accepted_terms` (
	`order_id` text PRIMARY KEY NOT NULL,
	`version_id` text NOT NULL,
	`accepted_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`version_id`) REFERENCES `terms_versions`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `accepted_terms_by_version` ON `accepted_terms` (`version_id`);--> statement-breakpoint
CREATE TABLE `terms_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`language` text NOT NULL,
	`text` text NOT NULL,
	`created_at` integer NOT NULL
) STRICT;
