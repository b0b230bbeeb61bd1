CREATE TABLE "tax_rates" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text DEFAULT '' NOT NULL,
	"country" text DEFAULT '' NOT NULL,
	"category" text NOT NULL,
	"rate_ppm" bigint NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"valid_from" text NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "tax_rates_category" CHECK ("tax_rates"."category" in ('standard', 'zero', 'exempt', 'reverse_charge', 'outside')),
	CONSTRAINT "tax_rates_rate" CHECK ("tax_rates"."rate_ppm" between 0 and 1000000 and ("tax_rates"."rate_ppm" = 0) = ("tax_rates"."category" <> 'standard')),
	CONSTRAINT "tax_rates_kind_length" CHECK (length("tax_rates"."kind") <= 60),
	CONSTRAINT "tax_rates_note_length" CHECK (length("tax_rates"."note") <= 300)
);
--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "net_price_minor" bigint;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "tax_kind" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "tax_rate_ppm" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "tax_category" text DEFAULT 'outside' NOT NULL;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "tax_note" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "tax_rates" ADD CONSTRAINT "tax_rates_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "tax_rates_from" ON "tax_rates" USING btree ("kind","country","valid_from");--> statement-breakpoint
CREATE INDEX "tax_rates_by_created" ON "tax_rates" USING btree ("created_at","id");