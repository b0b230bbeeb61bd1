CREATE TABLE "invoice_numbers" (
	"series" text NOT NULL,
	"year" bigint NOT NULL,
	"last" bigint NOT NULL,
	CONSTRAINT "invoice_numbers_series_year_pk" PRIMARY KEY("series","year"),
	CONSTRAINT "invoice_numbers_last" CHECK ("invoice_numbers"."last" > 0)
);
--> statement-breakpoint
CREATE TABLE "invoices" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"series" text NOT NULL,
	"year" bigint NOT NULL,
	"serial" bigint NOT NULL,
	"code" text NOT NULL,
	"corrects_id" text,
	"refund_id" text,
	"issued_on" text NOT NULL,
	"due_on" text,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"issued_by" text,
	"paid_at" timestamp (3) with time zone,
	"buyer_name" text NOT NULL,
	"currency" text NOT NULL,
	"total_minor" bigint NOT NULL,
	"content" jsonb NOT NULL,
	"file_id" text,
	"failure" text,
	CONSTRAINT "invoices_kind" CHECK ("invoices"."kind" in ('invoice', 'cancellation', 'credit_note')),
	CONSTRAINT "invoices_state" CHECK ("invoices"."state" in ('open', 'paid', 'cancelled', 'issued')),
	CONSTRAINT "invoices_serial" CHECK ("invoices"."serial" > 0),
	CONSTRAINT "invoices_total" CHECK ("invoices"."total_minor" > 0),
	CONSTRAINT "invoices_corrects" CHECK (("invoices"."kind" = 'invoice') = ("invoices"."corrects_id" is null))
);
--> statement-breakpoint
CREATE TABLE "order_billing" (
	"order_id" text PRIMARY KEY NOT NULL,
	"company" text DEFAULT '' NOT NULL,
	"name" text NOT NULL,
	"street" text DEFAULT '' NOT NULL,
	"number" text DEFAULT '' NOT NULL,
	"post_code" text DEFAULT '' NOT NULL,
	"town" text DEFAULT '' NOT NULL,
	"country" text NOT NULL,
	"vat_id" text DEFAULT '' NOT NULL,
	"reference" text DEFAULT '' NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_billing_name_length" CHECK (length("order_billing"."name") <= 200),
	CONSTRAINT "order_billing_company_length" CHECK (length("order_billing"."company") <= 200),
	CONSTRAINT "order_billing_reference_length" CHECK (length("order_billing"."reference") <= 200)
);
--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_refund_id_refunds_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refunds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invoices" ADD CONSTRAINT "invoices_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_billing" ADD CONSTRAINT "order_billing_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_number" ON "invoices" USING btree ("series","year","serial");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_code" ON "invoices" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_one_live" ON "invoices" USING btree ("order_id") WHERE kind = 'invoice' and state <> 'cancelled';--> statement-breakpoint
CREATE UNIQUE INDEX "invoices_one_cancellation" ON "invoices" USING btree ("corrects_id") WHERE kind = 'cancellation';--> statement-breakpoint
CREATE INDEX "invoices_by_order" ON "invoices" USING btree ("order_id","issued_at","id");--> statement-breakpoint
CREATE INDEX "invoices_by_corrected" ON "invoices" USING btree ("corrects_id");--> statement-breakpoint
CREATE INDEX "invoices_by_refund" ON "invoices" USING btree ("refund_id");--> statement-breakpoint
CREATE INDEX "invoices_by_file" ON "invoices" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "invoices_by_issued" ON "invoices" USING btree ("issued_at","id");--> statement-breakpoint
CREATE INDEX "invoices_by_state" ON "invoices" USING btree ("state","issued_at","id");--> statement-breakpoint
CREATE INDEX "invoices_by_kind" ON "invoices" USING btree ("kind","issued_at","id");--> statement-breakpoint
CREATE INDEX "invoices_to_make" ON "invoices" USING btree ("issued_at") WHERE file_id is null and failure is null;