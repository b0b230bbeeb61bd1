CREATE TABLE `payout_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`state` text NOT NULL,
	`currency` text NOT NULL,
	`debtor_holder` text NOT NULL,
	`debtor_iban` text NOT NULL,
	`requested_on` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	`downloaded_at` integer,
	`ended_at` integer,
	CONSTRAINT "payout_runs_state" CHECK("payout_runs"."state" in ('open', 'sent', 'cancelled'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `payout_runs_code` ON `payout_runs` (`code`);--> statement-breakpoint
CREATE INDEX `payout_runs_by_created` ON `payout_runs` (`created_at`,`id`);--> statement-breakpoint
ALTER TABLE `refunds` ADD `payout_run_id` text REFERENCES payout_runs(id);--> statement-breakpoint
ALTER TABLE `refunds` ADD `returned_id` text;--> statement-breakpoint
CREATE INDEX `refunds_by_created` ON `refunds` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `refunds_by_payout_run` ON `refunds` (`payout_run_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `refunds_returned` ON `refunds` (`returned_id`);