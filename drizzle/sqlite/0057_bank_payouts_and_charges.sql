PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_bank_matches` (
	`id` text PRIMARY KEY NOT NULL,
	`line_id` text NOT NULL,
	`kind` text NOT NULL,
	`order_id` text,
	`payment_id` text,
	`refund_id` text,
	`transaction_id` text,
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
	FOREIGN KEY (`transaction_id`) REFERENCES `provider_transactions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`matched_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`undone_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bank_matches_kind" CHECK("__new_bank_matches"."kind" in ('payment', 'refund_sent', 'refund_returned', 'provider_payout', 'bank_charge')),
	CONSTRAINT "bank_matches_order" CHECK(("__new_bank_matches"."kind" in ('provider_payout', 'bank_charge')) = ("__new_bank_matches"."order_id" is null) and ("__new_bank_matches"."order_id" is null) = ("__new_bank_matches"."payment_id" is null)),
	CONSTRAINT "bank_matches_amount" CHECK("__new_bank_matches"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_bank_matches`("id", "line_id", "kind", "order_id", "payment_id", "refund_id", "amount_minor", "currency", "has_moved", "matched_by", "created_at", "undone_at", "undone_by", "reversal_id") SELECT "id", "line_id", "kind", "order_id", "payment_id", "refund_id", "amount_minor", "currency", "has_moved", "matched_by", "created_at", "undone_at", "undone_by", "reversal_id" FROM `bank_matches`;--> statement-breakpoint
DROP TABLE `bank_matches`;--> statement-breakpoint
ALTER TABLE `__new_bank_matches` RENAME TO `bank_matches`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `bank_matches_by_line` ON `bank_matches` (`line_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `bank_matches_by_order` ON `bank_matches` (`order_id`);--> statement-breakpoint
CREATE INDEX `bank_matches_by_refund` ON `bank_matches` (`refund_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `bank_matches_by_transaction` ON `bank_matches` (`transaction_id`) WHERE undone_at is null;