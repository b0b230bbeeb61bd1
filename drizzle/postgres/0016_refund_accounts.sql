ALTER TABLE "orders" ADD COLUMN "refund_holder" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refund_iban" text;