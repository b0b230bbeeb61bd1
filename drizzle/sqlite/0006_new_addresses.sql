CREATE TABLE `__new_login_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`purpose` text NOT NULL,
	`code_hash` text NOT NULL,
	`new_email` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_path` text,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "login_codes_purpose" CHECK("__new_login_codes"."purpose" in ('sign_in', 'verify', 'reset', 'owner', 'new_address')),
	CONSTRAINT "login_codes_new_email_length" CHECK(length("__new_login_codes"."new_email") <= 254)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_login_codes`("id", "user_id", "purpose", "code_hash", "attempts", "next_path", "expires_at", "used_at", "created_at") SELECT "id", "user_id", "purpose", "code_hash", "attempts", "next_path", "expires_at", "used_at", "created_at" FROM `login_codes`;--> statement-breakpoint
DROP TABLE `login_codes`;--> statement-breakpoint
ALTER TABLE `__new_login_codes` RENAME TO `login_codes`;--> statement-breakpoint
CREATE INDEX `login_codes_by_user` ON `login_codes` (`user_id`,`purpose`,`created_at`);--> statement-breakpoint
CREATE INDEX `login_codes_by_hash` ON `login_codes` (`code_hash`);--> statement-breakpoint
CREATE INDEX `materials_by_file` ON `materials` (`file_id`);