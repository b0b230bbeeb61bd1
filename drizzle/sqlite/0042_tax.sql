CREATE TABLE `tax_rates` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text DEFAULT '' NOT NULL,
	`country` text DEFAULT '' NOT NULL,
	`category` text NOT NULL,
	`rate_ppm` integer NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`valid_from` text NOT NULL,
	`created_by` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "tax_rates_category" CHECK("tax_rates"."category" in ('standard', 'zero', 'exempt', 'reverse_charge', 'outside')),
	CONSTRAINT "tax_rates_rate" CHECK("tax_rates"."rate_ppm" between 0 and 1000000 and ("tax_rates"."rate_ppm" = 0) = ("tax_rates"."category" <> 'standard')),
	CONSTRAINT "tax_rates_kind_length" CHECK(length("tax_rates"."kind") <= 60),
	CONSTRAINT "tax_rates_note_length" CHECK(length("tax_rates"."note") <= 300)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `tax_rates_from` ON `tax_rates` (`kind`,`country`,`valid_from`);--> statement-breakpoint
CREATE INDEX `tax_rates_by_created` ON `tax_rates` (`created_at`,`id`);--> statement-breakpoint
ALTER TABLE `cohorts` ADD `net_price_minor` integer;--> statement-breakpoint
ALTER TABLE `courses` ADD `tax_kind` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `order_lines` ADD `tax_rate_ppm` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `order_lines` ADD `tax_category` text DEFAULT 'outside' NOT NULL;--> statement-breakpoint
ALTER TABLE `order_lines` ADD `tax_note` text DEFAULT '' NOT NULL;