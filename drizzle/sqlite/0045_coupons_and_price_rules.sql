CREATE TABLE `coupon_codes` (
	`key` text PRIMARY KEY NOT NULL,
	`coupon_id` text NOT NULL,
	`code` text NOT NULL,
	`is_single_use` integer NOT NULL,
	`uses` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`coupon_id`) REFERENCES `coupons`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "coupon_codes_uses" CHECK("coupon_codes"."uses" >= 0),
	CONSTRAINT "coupon_codes_length" CHECK(length("coupon_codes"."code") <= 60)
) STRICT;
--> statement-breakpoint
CREATE INDEX `coupon_codes_by_coupon` ON `coupon_codes` (`coupon_id`,`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `coupon_codes_one_for_all` ON `coupon_codes` (`coupon_id`) WHERE not is_single_use;--> statement-breakpoint
CREATE TABLE `coupon_scopes` (
	`coupon_id` text NOT NULL,
	`kind` text NOT NULL,
	`target` text NOT NULL,
	PRIMARY KEY(`coupon_id`, `kind`, `target`),
	FOREIGN KEY (`coupon_id`) REFERENCES `coupons`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "coupon_scopes_kind" CHECK("coupon_scopes"."kind" in ('subject', 'course', 'cohort'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `coupon_uses` (
	`id` text PRIMARY KEY NOT NULL,
	`coupon_id` text NOT NULL,
	`code_key` text NOT NULL,
	`order_id` text NOT NULL,
	`state` text NOT NULL,
	`discount_minor` integer NOT NULL,
	`currency` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer,
	`released_at` integer,
	FOREIGN KEY (`coupon_id`) REFERENCES `coupons`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`code_key`) REFERENCES `coupon_codes`(`key`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_id`) REFERENCES `orders`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "coupon_uses_state" CHECK("coupon_uses"."state" in ('reserved', 'used', 'released')),
	CONSTRAINT "coupon_uses_discount" CHECK("coupon_uses"."discount_minor" >= 0)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `coupon_uses_once` ON `coupon_uses` (`order_id`,`coupon_id`);--> statement-breakpoint
CREATE INDEX `coupon_uses_by_coupon` ON `coupon_uses` (`coupon_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `coupon_uses_by_code` ON `coupon_uses` (`code_key`);--> statement-breakpoint
CREATE INDEX `coupon_uses_by_created` ON `coupon_uses` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `coupons` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`percent_ppm` integer,
	`amount_minor` integer,
	`currency` text,
	`minimum_minor` integer,
	`starts_at` integer,
	`ends_at` integer,
	`uses_max` integer,
	`uses` integer DEFAULT 0 NOT NULL,
	`uses_per_person_max` integer,
	`places_max` integer,
	`is_combinable` integer DEFAULT false NOT NULL,
	`state` text DEFAULT 'active' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ended_at` integer,
	CONSTRAINT "coupons_state" CHECK("coupons"."state" in ('active', 'ended')),
	CONSTRAINT "coupons_kind" CHECK("coupons"."kind" in ('percent', 'amount')),
	CONSTRAINT "coupons_value" CHECK(("coupons"."kind" = 'percent' and "coupons"."percent_ppm" between 1 and 1000000 and "coupons"."amount_minor" is null) or ("coupons"."kind" = 'amount' and "coupons"."amount_minor" > 0 and "coupons"."currency" is not null and "coupons"."percent_ppm" is null)),
	CONSTRAINT "coupons_minimum" CHECK("coupons"."minimum_minor" is null or ("coupons"."minimum_minor" > 0 and "coupons"."currency" is not null)),
	CONSTRAINT "coupons_uses" CHECK("coupons"."uses" >= 0),
	CONSTRAINT "coupons_name_length" CHECK(length("coupons"."name") <= 200)
) STRICT;
--> statement-breakpoint
CREATE INDEX `coupons_by_created` ON `coupons` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `coupons_active` ON `coupons` (`created_at`) WHERE state = 'active';--> statement-breakpoint
CREATE TABLE `line_discounts` (
	`id` text PRIMARY KEY NOT NULL,
	`order_line_id` text NOT NULL,
	`source` text NOT NULL,
	`source_id` text NOT NULL,
	`label` text NOT NULL,
	`amount_minor` integer NOT NULL,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "line_discounts_source" CHECK("line_discounts"."source" in ('price_rule', 'coupon')),
	CONSTRAINT "line_discounts_amount" CHECK("line_discounts"."amount_minor" > 0),
	CONSTRAINT "line_discounts_label_length" CHECK(length("line_discounts"."label") <= 100)
) STRICT;
--> statement-breakpoint
CREATE INDEX `line_discounts_by_line` ON `line_discounts` (`order_line_id`);--> statement-breakpoint
CREATE TABLE `price_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`kind` text NOT NULL,
	`course_id` text,
	`cohort_id` text,
	`effect` text NOT NULL,
	`percent_ppm` integer,
	`amount_minor` integer,
	`currency` text,
	`starts_at` integer,
	`ends_at` integer,
	`addresses` text NOT NULL,
	`within_days` integer,
	`from_place` integer DEFAULT 2 NOT NULL,
	`is_added` integer DEFAULT false NOT NULL,
	`state` text DEFAULT 'active' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ended_at` integer,
	CONSTRAINT "price_rules_state" CHECK("price_rules"."state" in ('active', 'ended')),
	CONSTRAINT "price_rules_kind" CHECK("price_rules"."kind" in ('early_bird', 'group', 'second_course', 'several_places')),
	CONSTRAINT "price_rules_effect" CHECK("price_rules"."effect" in ('percent', 'amount', 'price')),
	CONSTRAINT "price_rules_value" CHECK(("price_rules"."effect" = 'percent' and "price_rules"."percent_ppm" between 1 and 1000000 and "price_rules"."amount_minor" is null) or ("price_rules"."effect" <> 'percent' and "price_rules"."amount_minor" >= 0 and "price_rules"."currency" is not null and "price_rules"."percent_ppm" is null)),
	CONSTRAINT "price_rules_early" CHECK("price_rules"."kind" <> 'early_bird' or "price_rules"."ends_at" is not null),
	CONSTRAINT "price_rules_from_place" CHECK("price_rules"."from_place" >= 2),
	CONSTRAINT "price_rules_name_length" CHECK(length("price_rules"."name") <= 100)
) STRICT;
--> statement-breakpoint
CREATE INDEX `price_rules_by_created` ON `price_rules` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `price_rules_active` ON `price_rules` (`cohort_id`,`course_id`) WHERE state = 'active';