CREATE TABLE `moves` (
	`id` text PRIMARY KEY NOT NULL,
	`enrolment_id` text NOT NULL,
	`from_cohort_id` text NOT NULL,
	`to_cohort_id` text NOT NULL,
	`state` text NOT NULL,
	`difference_minor` integer NOT NULL,
	`order_line_id` text,
	`created_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`from_cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`to_cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "moves_state" CHECK("moves"."state" in ('awaiting_payment', 'moved', 'cancelled')),
	CONSTRAINT "moves_difference" CHECK("moves"."difference_minor" <> 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `moves_one_open` ON `moves` (`enrolment_id`) WHERE state = 'awaiting_payment';--> statement-breakpoint
CREATE UNIQUE INDEX `moves_by_line` ON `moves` (`order_line_id`);--> statement-breakpoint
CREATE INDEX `moves_by_enrolment` ON `moves` (`enrolment_id`,`created_at`);--> statement-breakpoint
ALTER TABLE `cohorts` ADD `confirmed_told_to` text;--> statement-breakpoint
CREATE INDEX `cohorts_to_tell` ON `cohorts` (`id`) WHERE confirmed_told_to is not null;--> statement-breakpoint
ALTER TABLE `enrolments` ADD `completion_doubted_at` integer;--> statement-breakpoint
CREATE INDEX `enrolments_doubted` ON `enrolments` (`completion_doubted_at`,`id`) WHERE completion_doubted_at is not null;--> statement-breakpoint
ALTER TABLE `order_lines` ADD `terms` text;--> statement-breakpoint
-- What was sold so far keeps the terms of its cohort as they stand today.
UPDATE `order_lines` SET `terms` = (
	SELECT json_array(json_object(
		'cohortId', c.`id`,
		'agreedAt', strftime('%Y-%m-%dT%H:%M:%S', o.`created_at` / 1000, 'unixepoch') || printf('.%03dZ', o.`created_at` % 1000),
		'startsAt', strftime('%Y-%m-%dT%H:%M:%S', c.`starts_at` / 1000, 'unixepoch') || printf('.%03dZ', c.`starts_at` % 1000),
		'timezone', c.`timezone`,
		'cancelDays', c.`cancel_days`,
		'cancelPercent', c.`cancel_percent`,
		'cancelFeeMinor', c.`cancel_fee_minor`,
		'currency', c.`currency`,
		'moveDays', c.`move_days`
	))
	FROM `cohorts` c JOIN `orders` o ON o.`id` = `order_lines`.`order_id`
	WHERE c.`id` = `order_lines`.`cohort_id`
) WHERE `kind` = 'enrolment';