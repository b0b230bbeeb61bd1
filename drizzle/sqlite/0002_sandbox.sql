CREATE TABLE `sandbox_checkouts` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`order_code` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`description` text NOT NULL,
	`state` text NOT NULL,
	`card_last4` text,
	`failure` text,
	`return_url` text NOT NULL,
	`cancel_url` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`paid_at` integer,
	CONSTRAINT "sandbox_checkouts_state" CHECK("sandbox_checkouts"."state" in ('open', 'needs_confirmation', 'processing', 'paid', 'declined', 'cancelled')),
	CONSTRAINT "sandbox_checkouts_amount" CHECK("sandbox_checkouts"."amount_minor" > 0),
	CONSTRAINT "sandbox_checkouts_description" CHECK(length("sandbox_checkouts"."description") <= 500)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sandbox_checkouts_payment` ON `sandbox_checkouts` (`payment_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `sandbox_checkouts_idempotency` ON `sandbox_checkouts` (`idempotency_key`);--> statement-breakpoint
CREATE TABLE `sandbox_events` (
	`id` text PRIMARY KEY NOT NULL,
	`event_id` text NOT NULL,
	`checkout_id` text NOT NULL,
	`type` text NOT NULL,
	`body` text NOT NULL,
	`state` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_try_at` integer NOT NULL,
	`last_error` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`checkout_id`) REFERENCES `sandbox_checkouts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sandbox_events_state" CHECK("sandbox_events"."state" in ('due', 'delivered', 'given_up'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `sandbox_events_due` ON `sandbox_events` (`next_try_at`) WHERE state = 'due';--> statement-breakpoint
CREATE INDEX `sandbox_events_by_checkout` ON `sandbox_events` (`checkout_id`);--> statement-breakpoint
CREATE TABLE `sandbox_refunds` (
	`id` text PRIMARY KEY NOT NULL,
	`checkout_id` text NOT NULL,
	`idempotency_key` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`reason` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`checkout_id`) REFERENCES `sandbox_checkouts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "sandbox_refunds_amount" CHECK("sandbox_refunds"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `sandbox_refunds_idempotency` ON `sandbox_refunds` (`idempotency_key`);--> statement-breakpoint
CREATE INDEX `sandbox_refunds_by_checkout` ON `sandbox_refunds` (`checkout_id`);