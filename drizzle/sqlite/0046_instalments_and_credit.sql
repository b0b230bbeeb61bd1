CREATE TABLE `credit_balances` (
	`user_id` text NOT NULL,
	`currency` text NOT NULL,
	`balance_minor` integer NOT NULL,
	PRIMARY KEY(`user_id`, `currency`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "credit_balances_amount" CHECK("credit_balances"."balance_minor" >= 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `credit_entries` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`kind` text NOT NULL,
	`currency` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`order_id` text,
	`payment_id` text,
	`reason` text DEFAULT '' NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "credit_entries_kind" CHECK("credit_entries"."kind" in ('given', 'goodwill', 'spent', 'returned', 'paid_out')),
	CONSTRAINT "credit_entries_amount" CHECK("credit_entries"."amount_minor" <> 0),
	CONSTRAINT "credit_entries_reason_length" CHECK(length("credit_entries"."reason") <= 1000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `credit_entries_by_user` ON `credit_entries` (`user_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `credit_entries_by_order` ON `credit_entries` (`order_id`);--> statement-breakpoint
CREATE INDEX `credit_entries_by_payment` ON `credit_entries` (`payment_id`);--> statement-breakpoint
CREATE INDEX `credit_entries_by_created` ON `credit_entries` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `credit_offers` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`state` text NOT NULL,
	`reason` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "credit_offers_state" CHECK("credit_offers"."state" in ('offered', 'agreed', 'declined', 'withdrawn')),
	CONSTRAINT "credit_offers_amount" CHECK("credit_offers"."amount_minor" > 0),
	CONSTRAINT "credit_offers_reason_length" CHECK(length("credit_offers"."reason") <= 1000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `credit_offers_one_open` ON `credit_offers` (`order_id`) WHERE state = 'offered';--> statement-breakpoint
CREATE INDEX `credit_offers_by_order` ON `credit_offers` (`order_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `order_instalments` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`level` integer DEFAULT 0 NOT NULL,
	`due_on` text NOT NULL,
	`late_from` integer NOT NULL,
	`amount_minor` integer NOT NULL,
	`state` text NOT NULL,
	`payment_id` text,
	`paid_at` integer,
	`reminded_level` integer,
	`reminded_at` integer,
	`suspended_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_instalments_state" CHECK("order_instalments"."state" in ('due', 'paid', 'cancelled')),
	CONSTRAINT "order_instalments_kind" CHECK("order_instalments"."kind" in ('part', 'fee')),
	CONSTRAINT "order_instalments_amount" CHECK("order_instalments"."amount_minor" > 0),
	CONSTRAINT "order_instalments_number" CHECK("order_instalments"."number" > 0),
	CONSTRAINT "order_instalments_paid" CHECK(("order_instalments"."state" = 'paid') = ("order_instalments"."paid_at" is not null)),
	CONSTRAINT "order_instalments_fee" CHECK(("order_instalments"."kind" = 'fee') = ("order_instalments"."level" > 0))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `order_instalments_once` ON `order_instalments` (`order_id`,`number`,`level`);--> statement-breakpoint
CREATE INDEX `order_instalments_due` ON `order_instalments` (`late_from`,`id`) WHERE state = 'due';--> statement-breakpoint
CREATE INDEX `order_instalments_by_payment` ON `order_instalments` (`payment_id`);--> statement-breakpoint
CREATE TABLE `order_reminders` (
	`order_id` text PRIMARY KEY NOT NULL,
	`is_off` integer DEFAULT false NOT NULL,
	`reminded_days` integer,
	`reminded_at` integer,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
ALTER TABLE `cohorts` ADD `payment_plan` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `first_instalment` integer;--> statement-breakpoint
ALTER TABLE `payments` ADD `last_instalment` integer;