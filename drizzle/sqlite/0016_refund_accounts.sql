ALTER TABLE `orders` ADD `refund_holder` text;--> statement-breakpoint
ALTER TABLE `orders` ADD `refund_iban` text;