CREATE TABLE `invoice_numbers` (
	`series` text NOT NULL,
	`year` integer NOT NULL,
	`last` integer NOT NULL,
	PRIMARY KEY(`series`, `year`),
	CONSTRAINT "invoice_numbers_last" CHECK("invoice_numbers"."last" > 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `invoices` (
	`id` text PRIMARY KEY NOT NULL,
	`order_id` text NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`series` text NOT NULL,
	`year` integer NOT NULL,
	`serial` integer NOT NULL,
	`code` text NOT NULL,
	`corrects_id` text,
	`refund_id` text,
	`issued_on` text NOT NULL,
	`due_on` text,
	`issued_at` integer NOT NULL,
	`issued_by` text,
	`paid_at` integer,
	`buyer_name` text NOT NULL,
	`currency` text NOT NULL,
	`total_minor` integer NOT NULL,
	`content` text NOT NULL,
	`file_id` text,
	`failure` text,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`refund_id`) REFERENCES `refunds`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "invoices_kind" CHECK("invoices"."kind" in ('invoice', 'cancellation', 'credit_note')),
	CONSTRAINT "invoices_state" CHECK("invoices"."state" in ('open', 'paid', 'cancelled', 'issued')),
	CONSTRAINT "invoices_serial" CHECK("invoices"."serial" > 0),
	CONSTRAINT "invoices_total" CHECK("invoices"."total_minor" > 0),
	CONSTRAINT "invoices_corrects" CHECK(("invoices"."kind" = 'invoice') = ("invoices"."corrects_id" is null))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_number` ON `invoices` (`series`,`year`,`serial`);--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_code` ON `invoices` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_one_live` ON `invoices` (`order_id`) WHERE kind = 'invoice' and state <> 'cancelled';--> statement-breakpoint
CREATE UNIQUE INDEX `invoices_one_cancellation` ON `invoices` (`corrects_id`) WHERE kind = 'cancellation';--> statement-breakpoint
CREATE INDEX `invoices_by_order` ON `invoices` (`order_id`,`issued_at`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_by_corrected` ON `invoices` (`corrects_id`);--> statement-breakpoint
CREATE INDEX `invoices_by_refund` ON `invoices` (`refund_id`);--> statement-breakpoint
CREATE INDEX `invoices_by_file` ON `invoices` (`file_id`);--> statement-breakpoint
CREATE INDEX `invoices_by_issued` ON `invoices` (`issued_at`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_by_state` ON `invoices` (`state`,`issued_at`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_by_kind` ON `invoices` (`kind`,`issued_at`,`id`);--> statement-breakpoint
CREATE INDEX `invoices_to_make` ON `invoices` (`issued_at`) WHERE file_id is null and failure is null;--> statement-breakpoint
CREATE TABLE `order_billing` (
	`order_id` text PRIMARY KEY NOT NULL,
	`company` text DEFAULT '' NOT NULL,
	`name` text NOT NULL,
	`street` text DEFAULT '' NOT NULL,
	`number` text DEFAULT '' NOT NULL,
	`post_code` text DEFAULT '' NOT NULL,
	`town` text DEFAULT '' NOT NULL,
	`country` text NOT NULL,
	`vat_id` text DEFAULT '' NOT NULL,
	`reference` text DEFAULT '' NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "order_billing_name_length" CHECK(length("order_billing"."name") <= 200),
	CONSTRAINT "order_billing_company_length" CHECK(length("order_billing"."company") <= 200),
	CONSTRAINT "order_billing_reference_length" CHECK(length("order_billing"."reference") <= 200)
) STRICT;
