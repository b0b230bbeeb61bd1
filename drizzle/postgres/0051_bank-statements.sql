CREATE TABLE "bank_accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"iban" text NOT NULL,
	"alias" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text,
	CONSTRAINT "bank_accounts_iban_length" CHECK (length("bank_accounts"."iban") <= 40)
);
--> statement-breakpoint
CREATE TABLE "bank_csv_mappings" (
	"fingerprint" text PRIMARY KEY NOT NULL,
	"columns" jsonb NOT NULL,
	"date_order" text NOT NULL,
	"decimal_mark" text NOT NULL,
	"currency" text NOT NULL,
	"account_id" text,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bank_files" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"name" text NOT NULL,
	"format" text NOT NULL,
	"line_count" bigint NOT NULL,
	"new_count" bigint NOT NULL,
	"findings" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text,
	CONSTRAINT "bank_files_format" CHECK ("bank_files"."format" in ('camt053', 'camt054', 'mt940', 'csv')),
	CONSTRAINT "bank_files_name_length" CHECK (length("bank_files"."name") <= 255)
);
--> statement-breakpoint
CREATE TABLE "bank_lines" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"file_id" text NOT NULL,
	"key" text NOT NULL,
	"pair_key" text,
	"entry_ref" text,
	"source" text NOT NULL,
	"file_line" bigint NOT NULL,
	"state" text NOT NULL,
	"booked_on" text NOT NULL,
	"value_on" text,
	"amount_minor" bigint,
	"amount_text" text NOT NULL,
	"currency" text NOT NULL,
	"is_reversal" boolean DEFAULT false NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"iban" text DEFAULT '' NOT NULL,
	"reference" text DEFAULT '' NOT NULL,
	"end_to_end_id" text DEFAULT '' NOT NULL,
	"text" text DEFAULT '' NOT NULL,
	"return_reason" text,
	"foreign" text,
	"batch_count" bigint,
	"problem" jsonb,
	"ignored_reason" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	CONSTRAINT "bank_lines_state" CHECK ("bank_lines"."state" in ('waiting', 'matched', 'ignored')),
	CONSTRAINT "bank_lines_source" CHECK ("bank_lines"."source" in ('camt053', 'camt054', 'mt940', 'csv')),
	CONSTRAINT "bank_lines_amount" CHECK ("bank_lines"."amount_minor" is not null or "bank_lines"."problem" is not null),
	CONSTRAINT "bank_lines_text_length" CHECK (length("bank_lines"."text") <= 2000),
	CONSTRAINT "bank_lines_ignored_reason_length" CHECK (length("bank_lines"."ignored_reason") <= 500)
);
--> statement-breakpoint
CREATE TABLE "bank_matches" (
	"id" text PRIMARY KEY NOT NULL,
	"line_id" text NOT NULL,
	"kind" text NOT NULL,
	"order_id" text NOT NULL,
	"payment_id" text NOT NULL,
	"refund_id" text,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"has_moved" boolean DEFAULT true NOT NULL,
	"matched_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undone_by" text,
	"reversal_id" text,
	CONSTRAINT "bank_matches_kind" CHECK ("bank_matches"."kind" in ('payment', 'refund_sent', 'refund_returned')),
	CONSTRAINT "bank_matches_amount" CHECK ("bank_matches"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "bank_accounts" ADD CONSTRAINT "bank_accounts_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_csv_mappings" ADD CONSTRAINT "bank_csv_mappings_account_id_bank_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."bank_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_files" ADD CONSTRAINT "bank_files_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_account_id_bank_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."bank_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_file_id_bank_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."bank_files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_lines" ADD CONSTRAINT "bank_lines_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_line_id_bank_lines_id_fk" FOREIGN KEY ("line_id") REFERENCES "public"."bank_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_refund_id_refunds_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refunds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_matched_by_users_id_fk" FOREIGN KEY ("matched_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_matches" ADD CONSTRAINT "bank_matches_undone_by_users_id_fk" FOREIGN KEY ("undone_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bank_accounts_iban" ON "bank_accounts" USING btree ("iban");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_files_hash" ON "bank_files" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "bank_files_by_created" ON "bank_files" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "bank_lines_key" ON "bank_lines" USING btree ("account_id","key");--> statement-breakpoint
CREATE INDEX "bank_lines_by_pair" ON "bank_lines" USING btree ("account_id","pair_key");--> statement-breakpoint
CREATE INDEX "bank_lines_by_entry" ON "bank_lines" USING btree ("account_id","entry_ref");--> statement-breakpoint
CREATE INDEX "bank_lines_by_booked" ON "bank_lines" USING btree ("booked_on","id");--> statement-breakpoint
CREATE INDEX "bank_lines_by_created" ON "bank_lines" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "bank_lines_by_state" ON "bank_lines" USING btree ("state","booked_on","id");--> statement-breakpoint
CREATE INDEX "bank_lines_by_amount" ON "bank_lines" USING btree ("amount_minor");--> statement-breakpoint
CREATE INDEX "bank_matches_by_line" ON "bank_matches" USING btree ("line_id","created_at");--> statement-breakpoint
CREATE INDEX "bank_matches_by_order" ON "bank_matches" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "bank_matches_by_refund" ON "bank_matches" USING btree ("refund_id");