CREATE TABLE `accounting_invoices` (
	`invoice_id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`amount_minor` integer NOT NULL,
	`booked_at` integer NOT NULL,
	FOREIGN KEY (`invoice_id`) REFERENCES `invoices`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `accounting_invoices_by_order` ON `accounting_invoices` (`order_id`);--> statement-breakpoint
CREATE TABLE `accounting_open_items` (
	`order_id` text NOT NULL,
	`currency` text NOT NULL,
	`balance_minor` integer NOT NULL,
	PRIMARY KEY(`order_id`, `currency`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `accounting_open_items_open` ON `accounting_open_items` (`order_id`) WHERE balance_minor <> 0;--> statement-breakpoint
DROP INDEX `accounting_lines_by_account`;--> statement-breakpoint
CREATE INDEX `accounting_lines_by_period` ON `accounting_lines` (`period`,`entry_seq`,`id`);--> statement-breakpoint
CREATE INDEX `accounting_lines_by_detail` ON `accounting_lines` (`account`,`detail`,`period`,`entry_seq`,`id`);--> statement-breakpoint
CREATE INDEX `accounting_lines_by_account` ON `accounting_lines` (`account`,`period`,`entry_seq`,`id`);--> statement-breakpoint
-- What was booked before this table: one row an order, and one for what was entered by hand.
INSERT INTO `accounting_open_items` (`order_id`, `currency`, `balance_minor`)
SELECT coalesce(`accounting_entries`.`order_id`, ''), `accounting_lines`.`currency`, sum(`accounting_lines`.`amount_minor`)
FROM `accounting_lines` JOIN `accounting_entries` ON `accounting_entries`.`seq` = `accounting_lines`.`entry_seq`
WHERE `accounting_lines`.`account` = 'receivable'
GROUP BY coalesce(`accounting_entries`.`order_id`, ''), `accounting_lines`.`currency`;
