CREATE TABLE "coupon_codes" (
	"key" text PRIMARY KEY NOT NULL,
	"coupon_id" text NOT NULL,
	"code" text NOT NULL,
	"is_single_use" boolean NOT NULL,
	"uses" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "coupon_codes_uses" CHECK ("coupon_codes"."uses" >= 0),
	CONSTRAINT "coupon_codes_length" CHECK (length("coupon_codes"."code") <= 60)
);
--> statement-breakpoint
CREATE TABLE "coupon_scopes" (
	"coupon_id" text NOT NULL,
	"kind" text NOT NULL,
	"target" text NOT NULL,
	CONSTRAINT "coupon_scopes_coupon_id_kind_target_pk" PRIMARY KEY("coupon_id","kind","target"),
	CONSTRAINT "coupon_scopes_kind" CHECK ("coupon_scopes"."kind" in ('subject', 'course', 'cohort'))
);
--> statement-breakpoint
CREATE TABLE "coupon_uses" (
	"id" text PRIMARY KEY NOT NULL,
	"coupon_id" text NOT NULL,
	"code_key" text NOT NULL,
	"order_id" text NOT NULL,
	"state" text NOT NULL,
	"discount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"released_at" timestamp (3) with time zone,
	CONSTRAINT "coupon_uses_state" CHECK ("coupon_uses"."state" in ('reserved', 'used', 'released')),
	CONSTRAINT "coupon_uses_discount" CHECK ("coupon_uses"."discount_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "coupons" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"percent_ppm" bigint,
	"amount_minor" bigint,
	"currency" text,
	"minimum_minor" bigint,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"uses_max" bigint,
	"uses" bigint DEFAULT 0 NOT NULL,
	"uses_per_person_max" bigint,
	"places_max" bigint,
	"is_combinable" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "coupons_state" CHECK ("coupons"."state" in ('active', 'ended')),
	CONSTRAINT "coupons_kind" CHECK ("coupons"."kind" in ('percent', 'amount')),
	CONSTRAINT "coupons_value" CHECK (("coupons"."kind" = 'percent' and "coupons"."percent_ppm" between 1 and 1000000 and "coupons"."amount_minor" is null) or ("coupons"."kind" = 'amount' and "coupons"."amount_minor" > 0 and "coupons"."currency" is not null and "coupons"."percent_ppm" is null)),
	CONSTRAINT "coupons_minimum" CHECK ("coupons"."minimum_minor" is null or ("coupons"."minimum_minor" > 0 and "coupons"."currency" is not null)),
	CONSTRAINT "coupons_uses" CHECK ("coupons"."uses" >= 0),
	CONSTRAINT "coupons_name_length" CHECK (length("coupons"."name") <= 200)
);
--> statement-breakpoint
CREATE TABLE "line_discounts" (
	"id" text PRIMARY KEY NOT NULL,
	"order_line_id" text NOT NULL,
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"label" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "line_discounts_source" CHECK ("line_discounts"."source" in ('price_rule', 'coupon')),
	CONSTRAINT "line_discounts_amount" CHECK ("line_discounts"."amount_minor" > 0),
	CONSTRAINT "line_discounts_label_length" CHECK (length("line_discounts"."label") <= 100)
);
--> statement-breakpoint
CREATE TABLE "price_rules" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"course_id" text,
	"cohort_id" text,
	"effect" text NOT NULL,
	"percent_ppm" bigint,
	"amount_minor" bigint,
	"currency" text,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"addresses" jsonb NOT NULL,
	"within_days" bigint,
	"from_place" bigint DEFAULT 2 NOT NULL,
	"is_added" boolean DEFAULT false NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "price_rules_state" CHECK ("price_rules"."state" in ('active', 'ended')),
	CONSTRAINT "price_rules_kind" CHECK ("price_rules"."kind" in ('early_bird', 'group', 'second_course', 'several_places')),
	CONSTRAINT "price_rules_effect" CHECK ("price_rules"."effect" in ('percent', 'amount', 'price')),
	CONSTRAINT "price_rules_value" CHECK (("price_rules"."effect" = 'percent' and "price_rules"."percent_ppm" between 1 and 1000000 and "price_rules"."amount_minor" is null) or ("price_rules"."effect" <> 'percent' and "price_rules"."amount_minor" >= 0 and "price_rules"."currency" is not null and "price_rules"."percent_ppm" is null)),
	CONSTRAINT "price_rules_early" CHECK ("price_rules"."kind" <> 'early_bird' or "price_rules"."ends_at" is not null),
	CONSTRAINT "price_rules_from_place" CHECK ("price_rules"."from_place" >= 2),
	CONSTRAINT "price_rules_name_length" CHECK (length("price_rules"."name") <= 100)
);
--> statement-breakpoint
ALTER TABLE "coupon_codes" ADD CONSTRAINT "coupon_codes_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_scopes" ADD CONSTRAINT "coupon_scopes_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_uses" ADD CONSTRAINT "coupon_uses_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_uses" ADD CONSTRAINT "coupon_uses_code_key_coupon_codes_key_fk" FOREIGN KEY ("code_key") REFERENCES "public"."coupon_codes"("key") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "coupon_uses" ADD CONSTRAINT "coupon_uses_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "line_discounts" ADD CONSTRAINT "line_discounts_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "coupon_codes_by_coupon" ON "coupon_codes" USING btree ("coupon_id","key");--> statement-breakpoint
CREATE UNIQUE INDEX "coupon_codes_one_for_all" ON "coupon_codes" USING btree ("coupon_id") WHERE not is_single_use;--> statement-breakpoint
CREATE UNIQUE INDEX "coupon_uses_once" ON "coupon_uses" USING btree ("order_id","coupon_id");--> statement-breakpoint
CREATE INDEX "coupon_uses_by_coupon" ON "coupon_uses" USING btree ("coupon_id","created_at","id");--> statement-breakpoint
CREATE INDEX "coupon_uses_by_code" ON "coupon_uses" USING btree ("code_key");--> statement-breakpoint
CREATE INDEX "coupon_uses_by_created" ON "coupon_uses" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "coupons_by_created" ON "coupons" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "coupons_active" ON "coupons" USING btree ("created_at") WHERE state = 'active';--> statement-breakpoint
CREATE INDEX "line_discounts_by_line" ON "line_discounts" USING btree ("order_line_id");--> statement-breakpoint
CREATE INDEX "price_rules_by_created" ON "price_rules" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "price_rules_active" ON "price_rules" USING btree ("cohort_id","course_id") WHERE state = 'active';