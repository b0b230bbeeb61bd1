ALTER TABLE "order_lines" ADD COLUMN "taxed_unit_minor" bigint;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "taxed_discount_minor" bigint;