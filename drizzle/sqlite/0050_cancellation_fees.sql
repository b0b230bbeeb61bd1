PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_order_instalments` (
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
	CONSTRAINT "order_instalments_state" CHECK("__new_order_instalments"."state" in ('due', 'paid', 'cancelled')),
	CONSTRAINT "order_instalments_kind" CHECK("__new_order_instalments"."kind" in ('part', 'fee', 'cancellation_fee')),
	CONSTRAINT "order_instalments_amount" CHECK("__new_order_instalments"."amount_minor" > 0),
	CONSTRAINT "order_instalments_number" CHECK("__new_order_instalments"."number" > 0),
	CONSTRAINT "order_instalments_paid" CHECK(("__new_order_instalments"."state" = 'paid') = ("__new_order_instalments"."paid_at" is not null)),
	CONSTRAINT "order_instalments_fee" CHECK(("__new_order_instalments"."kind" = 'fee') = ("__new_order_instalments"."level" > 0))
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_order_instalments`("id", "order_id", "number", "kind", "level", "due_on", "late_from", "amount_minor", "state", "payment_id", "paid_at", "reminded_level", "reminded_at", "suspended_at", "created_at") SELECT "id", "order_id", "number", "kind", "level", "due_on", "late_from", "amount_minor", "state", "payment_id", "paid_at", "reminded_level", "reminded_at", "suspended_at", "created_at" FROM `order_instalments`;--> statement-breakpoint
DROP TABLE `order_instalments`;--> statement-breakpoint
ALTER TABLE `__new_order_instalments` RENAME TO `order_instalments`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `order_instalments_once` ON `order_instalments` (`order_id`,`number`,`level`);--> statement-breakpoint
CREATE INDEX `order_instalments_due` ON `order_instalments` (`late_from`,`id`) WHERE state = 'due';--> statement-breakpoint
CREATE INDEX `order_instalments_by_payment` ON `order_instalments` (`payment_id`);