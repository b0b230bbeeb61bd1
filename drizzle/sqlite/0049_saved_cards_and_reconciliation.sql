CREATE TABLE `provider_differences` (
	`id` text PRIMARY KEY NOT NULL,
	`provider` text NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`our_type` text,
	`our_id` text,
	`our_minor` integer,
	`our_currency` text,
	`their_reference` text,
	`their_minor` integer,
	`their_currency` text,
	`occurred_at` integer NOT NULL,
	`found_at` integer NOT NULL,
	`resolved_at` integer,
	`resolved_by` text,
	`note` text DEFAULT '' NOT NULL,
	CONSTRAINT "provider_differences_kind" CHECK("provider_differences"."kind" in ('missing_there', 'missing_here', 'amount', 'unanswered')),
	CONSTRAINT "provider_differences_provider" CHECK("provider_differences"."provider" in ('sandbox', 'stripe', 'bank')),
	CONSTRAINT "provider_differences_note" CHECK(length("provider_differences"."note") <= 500)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `provider_differences_subject` ON `provider_differences` (`provider`,`kind`,`subject`);--> statement-breakpoint
CREATE INDEX `provider_differences_open` ON `provider_differences` (`found_at`) WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX `provider_differences_by_found` ON `provider_differences` (`found_at`,`id`);--> statement-breakpoint
CREATE TABLE `provider_transactions` (
	`id` text PRIMARY KEY NOT NULL,
	`provider` text NOT NULL,
	`reference` text NOT NULL,
	`kind` text NOT NULL,
	`currency` text NOT NULL,
	`gross_minor` integer NOT NULL,
	`fee_minor` integer NOT NULL,
	`net_minor` integer NOT NULL,
	`source` text,
	`payment_reference` text,
	`available_on` text,
	`payout_reference` text,
	`occurred_at` integer NOT NULL,
	`stored_at` integer NOT NULL,
	`matched_type` text,
	`matched_id` text,
	`posted_at` integer,
	CONSTRAINT "provider_transactions_provider" CHECK("provider_transactions"."provider" in ('sandbox', 'stripe', 'bank'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `provider_transactions_reference` ON `provider_transactions` (`provider`,`reference`);--> statement-breakpoint
CREATE INDEX `provider_transactions_by_time` ON `provider_transactions` (`provider`,`occurred_at`);--> statement-breakpoint
CREATE INDEX `provider_transactions_by_match` ON `provider_transactions` (`matched_type`,`matched_id`);--> statement-breakpoint
CREATE INDEX `provider_transactions_to_post` ON `provider_transactions` (`occurred_at`) WHERE posted_at is null;--> statement-breakpoint
CREATE TABLE `saved_cards` (
	`id` text PRIMARY KEY NOT NULL,
	`user_id` text NOT NULL,
	`order_id` text NOT NULL,
	`provider` text NOT NULL,
	`customer_reference` text NOT NULL,
	`method_reference` text NOT NULL,
	`brand` text NOT NULL,
	`last4` text NOT NULL,
	`exp_month` integer NOT NULL,
	`exp_year` integer NOT NULL,
	`agreed_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`removed_at` integer,
	`forgotten_at` integer,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "saved_cards_provider" CHECK("saved_cards"."provider" in ('sandbox', 'stripe', 'bank'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `saved_cards_one_live` ON `saved_cards` (`order_id`) WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX `saved_cards_by_user` ON `saved_cards` (`user_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `saved_cards_to_forget` ON `saved_cards` (`removed_at`) WHERE removed_at is not null and forgotten_at is null;--> statement-breakpoint
ALTER TABLE `payments` ADD `keeps_card` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `payments` ADD `saved_card_id` text;--> statement-breakpoint
ALTER TABLE `payments` ADD `charge_tried_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `payments_card_charge` ON `payments` (`saved_card_id`,`order_id`,`first_instalment`) WHERE saved_card_id is not null;--> statement-breakpoint
CREATE INDEX `payments_open_charges` ON `payments` (`charge_tried_at`) WHERE saved_card_id is not null and state = 'pending';--> statement-breakpoint
ALTER TABLE `provider_events` ADD `signed_with` text;--> statement-breakpoint
CREATE INDEX `provider_events_by_secret` ON `provider_events` (`signed_with`,`received_at`) WHERE signed_with is not null;--> statement-breakpoint
CREATE INDEX `provider_events_foreign` ON `provider_events` (`received_at`) WHERE payment_id is null;--> statement-breakpoint
ALTER TABLE `sandbox_checkouts` ADD `keeps_card` integer DEFAULT false NOT NULL;