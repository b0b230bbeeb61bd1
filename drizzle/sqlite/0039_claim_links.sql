CREATE TABLE `claim_links` (
	`id` text PRIMARY KEY NOT NULL,
	`order_line_id` text NOT NULL,
	`cohort_id` text NOT NULL,
	`state` text NOT NULL,
	`name` text DEFAULT '' NOT NULL,
	`email` text,
	`version` integer DEFAULT 1 NOT NULL,
	`withdrawn_at` integer,
	`mailed_at` integer,
	`enrolment_id` text,
	`claimed_at` integer,
	`ended_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "claim_links_state" CHECK("claim_links"."state" in ('unpaid', 'open', 'claimed', 'cancelled')),
	CONSTRAINT "claim_links_claimed" CHECK("claim_links"."state" <> 'claimed' or "claim_links"."enrolment_id" is not null),
	CONSTRAINT "claim_links_version" CHECK("claim_links"."version" > 0),
	CONSTRAINT "claim_links_name_length" CHECK(length("claim_links"."name") <= 200),
	CONSTRAINT "claim_links_email_length" CHECK(length("claim_links"."email") <= 254)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `claim_links_by_line` ON `claim_links` (`order_line_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `claim_links_by_enrolment` ON `claim_links` (`enrolment_id`);--> statement-breakpoint
CREATE INDEX `claim_links_by_cohort` ON `claim_links` (`cohort_id`,`state`);--> statement-breakpoint
CREATE INDEX `claim_links_by_created` ON `claim_links` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `claim_links_by_state` ON `claim_links` (`state`,`created_at`,`id`);