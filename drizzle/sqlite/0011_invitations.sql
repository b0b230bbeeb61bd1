CREATE TABLE `invitations` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`user_id` text,
	`invited_by` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`accepted_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`invited_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invitations_role" CHECK("invitations"."role" in ('student', 'instructor', 'support', 'finance', 'admin', 'owner')),
	CONSTRAINT "invitations_email_length" CHECK(length("invitations"."email") <= 254),
	CONSTRAINT "invitations_name_length" CHECK(length("invitations"."name") <= 200)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `invitations_token` ON `invitations` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invitations_by_email` ON `invitations` (`email`,`created_at`);--> statement-breakpoint
CREATE INDEX `invitations_by_created` ON `invitations` (`created_at`,`id`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `confirmed_at` integer;