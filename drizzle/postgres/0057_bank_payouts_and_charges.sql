ALTER TABLE "bank_matches" DROP CONSTRAINT "bank_matches_kind";--> statement-breakpoint
ALTER TABLE "bank_matches" ALTER COLUMN "order_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_matches" ALTER COLUMN "payment_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD COLUMN "transaction_id" text;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_transaction_id_provider_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."provider_transactions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_matches_by_transaction" ON "bank_matches" USING btree ("transaction_id") WHERE undone_at is null;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_order" CHECK (("bank_matches"."kind" in ('provider_payout', 'bank_charge')) = ("bank_matches"."order_id" is null) and ("bank_matches"."order_id" is null) = ("bank_matches"."payment_id" is null));--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_kind" CHECK ("bank_matches"."kind" in ('payment', 'refund_sent', 'refund_returned', 'provider_payout', 'bank_charge'));