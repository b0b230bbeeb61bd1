CREATE TABLE `bank_accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`iban` text NOT NULL,
	`alias` text,
	`created_at` integer NOT NULL,
	`created_by` text,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bank_accounts_iban_length" CHECK(length("bank_accounts"."iban") <= 40)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `bank_accounts_iban` ON `bank_accounts` (`iban`);--> statement-breakpoint
CREATE TABLE `bank_csv_mappings` (
	`fingerprint` text PRIMARY KEY NOT NULL,
	`columns` text NOT NULL,
	`date_order` text NOT NULL,
	`decimal_mark` text NOT NULL,
	`currency` text NOT NULL,
	`account_id` text,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `bank_accounts`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `bank_files` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`name` text NOT NULL,
	`format` text NOT NULL,
	`line_count` integer NOT NULL,
	`new_count` integer NOT NULL,
	`findings` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bank_files_format" CHECK("bank_files"."format" in ('camt053', 'camt054', 'mt940', 'csv')),
	CONSTRAINT "bank_files_name_length" CHECK(length("bank_files"."name") <= 255)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `bank_files_hash` ON `bank_files` (`hash`);--> statement-breakpoint
CREATE INDEX `bank_files_by_created` ON `bank_files` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `bank_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`file_id` text NOT NULL,
	`key` text NOT NULL,
	`pair_key` text,
	`entry_ref` text,
	`source` text NOT NULL,
	`file_line` integer NOT NULL,
	`state` text NOT NULL,
	`booked_on` text NOT NULL,
	`value_on` text,
	`amount_minor` integer,
	`amount_text` text NOT NULL,
	`currency` text NOT NULL,
	`is_reversal` integer DEFAULT false NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`iban` text DEFAULT '' NOT NULL,
	`reference` text DEFAULT '' NOT NULL,
	`end_to_end_id` text DEFAULT '' NOT NULL,
	`text` text DEFAULT '' NOT NULL,
	`return_reason` text,
	`foreign` text,
	`batch_count` integer,
	`problem` text,
	`ignored_reason` text,
	`created_at` integer NOT NULL,
	`decided_at` integer,
	`decided_by` text,
	FOREIGN KEY (`account_id`) REFERENCES `bank_accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `bank_files`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bank_lines_state" CHECK("bank_lines"."state" in ('waiting', 'matched', 'ignored')),
	CONSTRAINT "bank_lines_source" CHECK("bank_lines"."source" in ('camt053', 'camt054', 'mt940', 'csv')),
	CONSTRAINT "bank_lines_amount" CHECK("bank_lines"."amount_minor" is not null or "bank_lines"."problem" is not null),
	CONSTRAINT "bank_lines_text_length" CHECK(length("bank_lines"."text") <= 2000),
	CONSTRAINT "bank_lines_ignored_reason_length" CHECK(length("bank_lines"."ignored_reason") <= 500)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `bank_lines_key` ON `bank_lines` (`account_id`,`key`);--> statement-breakpoint
CREATE INDEX `bank_lines_by_pair` ON `bank_lines` (`account_id`,`pair_key`);--> statement-breakpoint
CREATE INDEX `bank_lines_by_entry` ON `bank_lines` (`account_id`,`entry_ref`);--> statement-breakpoint
CREATE INDEX `bank_lines_by_booked` ON `bank_lines` (`booked_on`,`id`);--> statement-breakpoint
CREATE INDEX `bank_lines_by_created` ON `bank_lines` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `bank_lines_by_state` ON `bank_lines` (`state`,`booked_on`,`id`);--> statement-breakpoint
CREATE INDEX `bank_lines_by_amount` ON `bank_lines` (`amount_minor`);--> statement-breakpoint
CREATE TABLE `bank_matches` (
	`id` text PRIMARY KEY NOT NULL,
	`line_id` text NOT NULL,
	`kind` text NOT NULL,
	`order_id` text NOT NULL,
	`payment_id` text NOT NULL,
	`refund_id` text,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`has_moved` integer DEFAULT true NOT NULL,
	`matched_by` text,
	`created_at` integer NOT NULL,
	`undone_at` integer,
	`undone_by` text,
	`reversal_id` text,
	FOREIGN KEY (`line_id`) REFERENCES `bank_lines`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`refund_id`) REFERENCES `refunds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`matched_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`undone_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bank_matches_kind" CHECK("bank_matches"."kind" in ('payment', 'refund_sent', 'refund_returned')),
	CONSTRAINT "bank_matches_amount" CHECK("bank_matches"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `bank_matches_by_line` ON `bank_matches` (`line_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `bank_matches_by_order` ON `bank_matches` (`order_id`);--> statement-breakpoint
CREATE INDEX `bank_matches_by_refund` ON `bank_matches` (`refund_id`);