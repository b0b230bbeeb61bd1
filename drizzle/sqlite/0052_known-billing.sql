ALTER TABLE `order_billing` ADD `is_copied` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `order_billing` ADD `vat_check` text;--> statement-breakpoint
ALTER TABLE `order_billing` ADD `vat_checked_at` integer;--> statement-breakpoint
ALTER TABLE `order_billing` ADD `vat_consultation` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `order_billing` ADD `vat_trader` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `order_billing` ADD `vat_ask_at` integer;--> statement-breakpoint
ALTER TABLE `order_billing` ADD `vat_tries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `order_billing_to_check` ON `order_billing` (`vat_ask_at`) WHERE vat_ask_at is not null;