ALTER TABLE "order_billing" ADD COLUMN "is_copied" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "order_billing" ADD COLUMN "vat_check" text;--> statement-breakpoint
ALTER TABLE "order_billing" ADD COLUMN "vat_checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "order_billing" ADD COLUMN "vat_consultation" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "order_billing" ADD COLUMN "vat_trader" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "order_billing" ADD COLUMN "vat_ask_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "order_billing" ADD COLUMN "vat_tries" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "order_billing_to_check" ON "order_billing" USING btree ("vat_ask_at") WHERE vat_ask_at is not null;