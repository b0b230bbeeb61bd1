CREATE TABLE `cohort_endings` (
	`id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`enrolment_id` text,
	`claim_link_id` text,
	`state` text NOT NULL,
	`failure` text,
	`attempts` integer DEFAULT 0 NOT NULL,
	`tried_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`claim_link_id`) REFERENCES `claim_links`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cohort_endings_state" CHECK("cohort_endings"."state" in ('waiting', 'done', 'failed')),
	CONSTRAINT "cohort_endings_place" CHECK(("cohort_endings"."enrolment_id" is null) <> ("cohort_endings"."claim_link_id" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `cohort_endings_enrolment` ON `cohort_endings` (`cohort_id`,`enrolment_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `cohort_endings_claim_link` ON `cohort_endings` (`cohort_id`,`claim_link_id`);--> statement-breakpoint
CREATE INDEX `cohort_endings_by_cohort` ON `cohort_endings` (`cohort_id`,`state`,`id`);--> statement-breakpoint
CREATE TABLE `withdrawals` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`order_id` text,
	`state` text NOT NULL,
	`received_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`reason` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "withdrawals_state" CHECK("withdrawals"."state" in ('open', 'accepted', 'declined')),
	CONSTRAINT "withdrawals_code_length" CHECK(length("withdrawals"."code") <= 40),
	CONSTRAINT "withdrawals_name_length" CHECK(length("withdrawals"."name") <= 200),
	CONSTRAINT "withdrawals_email_length" CHECK(length("withdrawals"."email") <= 254),
	CONSTRAINT "withdrawals_reason_length" CHECK(length("withdrawals"."reason") <= 500)
) STRICT;
--> statement-breakpoint
CREATE INDEX `withdrawals_by_received` ON `withdrawals` (`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `withdrawals_by_state` ON `withdrawals` (`state`,`received_at`,`id`);--> statement-breakpoint
CREATE INDEX `withdrawals_by_order` ON `withdrawals` (`order_id`);--> statement-breakpoint
CREATE TABLE `refund_lines` (
	`refund_id` text NOT NULL,
	`order_line_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	PRIMARY KEY(`refund_id`, `order_line_id`),
	FOREIGN KEY (`refund_id`) REFERENCES `refunds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "refund_lines_amount" CHECK("refund_lines"."amount_minor" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `refund_lines_by_line` ON `refund_lines` (`order_line_id`);--> statement-breakpoint
ALTER TABLE `refunds` ADD `approval` text;--> statement-breakpoint
ALTER TABLE `refunds` ADD `decided_by` text;--> statement-breakpoint
ALTER TABLE `refunds` ADD `decided_at` integer;--> statement-breakpoint
CREATE INDEX `refunds_to_approve` ON `refunds` (`created_at`) WHERE approval = 'awaited';