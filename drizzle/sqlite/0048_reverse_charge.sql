ALTER TABLE `order_lines` ADD `taxed_unit_minor` integer;--> statement-breakpoint
ALTER TABLE `order_lines` ADD `taxed_discount_minor` integer;