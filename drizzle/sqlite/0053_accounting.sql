CREATE TABLE `accounting_entries` (
	`seq` integer PRIMARY KEY NOT NULL,
	`id` text NOT NULL,
	`journal_seq` integer,
	`kind` text NOT NULL,
	`source` text,
	`order_id` text,
	`booked_on` text NOT NULL,
	`period` text NOT NULL,
	`happened_on` text NOT NULL,
	`is_late` integer DEFAULT false NOT NULL,
	`words` text DEFAULT '' NOT NULL,
	`reverses_seq` integer,
	`created_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`journal_seq`) REFERENCES `journals`(`seq`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "accounting_entries_words" CHECK(length("accounting_entries"."words") <= 300)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `accounting_entries_id` ON `accounting_entries` (`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounting_entries_journal` ON `accounting_entries` (`journal_seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounting_entries_source` ON `accounting_entries` (`source`,`kind`);--> statement-breakpoint
CREATE UNIQUE INDEX `accounting_entries_reverses` ON `accounting_entries` (`reverses_seq`);--> statement-breakpoint
CREATE INDEX `accounting_entries_by_order` ON `accounting_entries` (`order_id`);--> statement-breakpoint
CREATE INDEX `accounting_entries_by_period` ON `accounting_entries` (`period`,`seq`);--> statement-breakpoint
CREATE TABLE `accounting_lines` (
	`id` text PRIMARY KEY NOT NULL,
	`entry_seq` integer NOT NULL,
	`period` text NOT NULL,
	`account` text NOT NULL,
	`detail` text DEFAULT '' NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	FOREIGN KEY (`entry_seq`) REFERENCES `accounting_entries`(`seq`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "accounting_lines_account" CHECK("accounting_lines"."account" in ('bank', 'clearing', 'suspense', 'receivable', 'credit', 'tax', 'deferred_revenue', 'opening', 'revenue', 'refunds', 'disputes', 'goodwill', 'payment_fees')),
	CONSTRAINT "accounting_lines_amount" CHECK("accounting_lines"."amount_minor" <> 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `accounting_lines_by_entry` ON `accounting_lines` (`entry_seq`,`id`);--> statement-breakpoint
CREATE INDEX `accounting_lines_by_account` ON `accounting_lines` (`account`,`entry_seq`,`id`);--> statement-breakpoint
CREATE TABLE `accounting_periods` (
	`period` text PRIMARY KEY NOT NULL,
	`earned_at` integer,
	`closed_at` integer,
	`closed_by` text,
	FOREIGN KEY (`closed_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE TABLE `accounting_totals` (
	`period` text NOT NULL,
	`account` text NOT NULL,
	`detail` text NOT NULL,
	`currency` text NOT NULL,
	`debit_minor` integer NOT NULL,
	`credit_minor` integer NOT NULL,
	PRIMARY KEY(`period`, `account`, `detail`, `currency`),
	CONSTRAINT "accounting_totals_account" CHECK("accounting_totals"."account" in ('bank', 'clearing', 'suspense', 'receivable', 'credit', 'tax', 'deferred_revenue', 'opening', 'revenue', 'refunds', 'disputes', 'goodwill', 'payment_fees')),
	CONSTRAINT "accounting_totals_sides" CHECK("accounting_totals"."debit_minor" >= 0 and "accounting_totals"."credit_minor" >= 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `deferred_revenue` (
	`order_line_id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`cohort_id` text NOT NULL,
	`currency` text NOT NULL,
	`deferred_minor` integer NOT NULL,
	`earned_minor` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "deferred_revenue_amounts" CHECK("deferred_revenue"."earned_minor" >= 0 and "deferred_revenue"."deferred_minor" >= "deferred_revenue"."earned_minor")
) STRICT;
--> statement-breakpoint
CREATE INDEX `deferred_revenue_left` ON `deferred_revenue` (`course_id`) WHERE deferred_minor > earned_minor;