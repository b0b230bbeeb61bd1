CREATE TABLE `discrepancies` (
	`id` text PRIMARY KEY NOT NULL,
	`object_type` text NOT NULL,
	`object_id` text NOT NULL,
	`said` text NOT NULL,
	`counted` text NOT NULL,
	`found_at` integer NOT NULL,
	`settled_at` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `discrepancies_one_open` ON `discrepancies` (`object_type`,`object_id`) WHERE settled_at is null;--> statement-breakpoint
CREATE TABLE `disputes` (
	`id` text PRIMARY KEY NOT NULL,
	`payment_id` text NOT NULL,
	`reference` text NOT NULL,
	`state` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`reason` text NOT NULL,
	`respond_by` integer,
	`withdrawn_at` integer,
	`reinstated_at` integer,
	`created_at` integer NOT NULL,
	`closed_at` integer,
	FOREIGN KEY (`payment_id`) REFERENCES `payments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "disputes_state" CHECK("disputes"."state" in ('open', 'won', 'lost', 'closed')),
	CONSTRAINT "disputes_amount" CHECK("disputes"."amount_minor" > 0),
	CONSTRAINT "disputes_reason_length" CHECK(length("disputes"."reason") <= 200)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `disputes_reference` ON `disputes` (`payment_id`,`reference`);--> statement-breakpoint
CREATE INDEX `disputes_open` ON `disputes` (`created_at`) WHERE state = 'open';