CREATE TABLE "provider_differences" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"our_type" text,
	"our_id" text,
	"our_minor" bigint,
	"our_currency" text,
	"their_reference" text,
	"their_minor" bigint,
	"their_currency" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"found_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"resolved_by" text,
	"note" text DEFAULT '' NOT NULL,
	CONSTRAINT "provider_differences_kind" CHECK ("provider_differences"."kind" in ('missing_there', 'missing_here', 'amount', 'unanswered')),
	CONSTRAINT "provider_differences_provider" CHECK ("provider_differences"."provider" in ('sandbox', 'stripe', 'bank')),
	CONSTRAINT "provider_differences_note" CHECK (length("provider_differences"."note") <= 500)
);
--> statement-breakpoint
CREATE TABLE "provider_transactions" (
	"id" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"reference" text NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"gross_minor" bigint NOT NULL,
	"fee_minor" bigint NOT NULL,
	"net_minor" bigint NOT NULL,
	"source" text,
	"payment_reference" text,
	"available_on" text,
	"payout_reference" text,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"stored_at" timestamp (3) with time zone NOT NULL,
	"matched_type" text,
	"matched_id" text,
	"posted_at" timestamp (3) with time zone,
	CONSTRAINT "provider_transactions_provider" CHECK ("provider_transactions"."provider" in ('sandbox', 'stripe', 'bank'))
);
--> statement-breakpoint
CREATE TABLE "saved_cards" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"order_id" text NOT NULL,
	"provider" text NOT NULL,
	"customer_reference" text NOT NULL,
	"method_reference" text NOT NULL,
	"brand" text NOT NULL,
	"last4" text NOT NULL,
	"exp_month" bigint NOT NULL,
	"exp_year" bigint NOT NULL,
	"agreed_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"forgotten_at" timestamp (3) with time zone,
	CONSTRAINT "saved_cards_provider" CHECK ("saved_cards"."provider" in ('sandbox', 'stripe', 'bank'))
);
--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "keeps_card" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "saved_card_id" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "charge_tried_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "provider_events" ADD COLUMN "signed_with" text;--> statement-breakpoint
ALTER TABLE "sandbox_checkouts" ADD COLUMN "keeps_card" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "saved_cards" ADD CONSTRAINT "saved_cards_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_cards" ADD CONSTRAINT "saved_cards_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "provider_differences_subject" ON "provider_differences" USING btree ("provider","kind","subject");--> statement-breakpoint
CREATE INDEX "provider_differences_open" ON "provider_differences" USING btree ("found_at") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "provider_differences_by_found" ON "provider_differences" USING btree ("found_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "provider_transactions_reference" ON "provider_transactions" USING btree ("provider","reference");--> statement-breakpoint
CREATE INDEX "provider_transactions_by_time" ON "provider_transactions" USING btree ("provider","occurred_at");--> statement-breakpoint
CREATE INDEX "provider_transactions_by_match" ON "provider_transactions" USING btree ("matched_type","matched_id");--> statement-breakpoint
CREATE INDEX "provider_transactions_to_post" ON "provider_transactions" USING btree ("occurred_at") WHERE posted_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "saved_cards_one_live" ON "saved_cards" USING btree ("order_id") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "saved_cards_by_user" ON "saved_cards" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "saved_cards_to_forget" ON "saved_cards" USING btree ("removed_at") WHERE removed_at is not null and forgotten_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "payments_card_charge" ON "payments" USING btree ("saved_card_id","order_id","first_instalment") WHERE saved_card_id is not null;--> statement-breakpoint
CREATE INDEX "payments_open_charges" ON "payments" USING btree ("charge_tried_at") WHERE saved_card_id is not null and state = 'pending';--> statement-breakpoint
CREATE INDEX "provider_events_by_secret" ON "provider_events" USING btree ("signed_with","received_at") WHERE signed_with is not null;--> statement-breakpoint
CREATE INDEX "provider_events_foreign" ON "provider_events" USING btree ("received_at") WHERE payment_id is null;