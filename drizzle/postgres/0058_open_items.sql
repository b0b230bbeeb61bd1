CREATE TABLE "accounting_invoices" (
	"invoice_id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"booked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "accounting_open_items" (
	"order_id" text NOT NULL,
	"currency" text NOT NULL,
	"balance_minor" bigint NOT NULL,
	CONSTRAINT "accounting_open_items_order_id_currency_pk" PRIMARY KEY("order_id","currency")
);
--> statement-breakpoint
DROP INDEX "accounting_lines_by_account";--> statement-breakpoint
ALTER TABLE "accounting_invoices" ADD CONSTRAINT "accounting_invoices_invoice_id_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounting_invoices" ADD CONSTRAINT "accounting_invoices_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounting_invoices_by_order" ON "accounting_invoices" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "accounting_open_items_open" ON "accounting_open_items" USING btree ("order_id") WHERE balance_minor <> 0;--> statement-breakpoint
CREATE INDEX "accounting_lines_by_period" ON "accounting_lines" USING btree ("period","entry_seq","id");--> statement-breakpoint
CREATE INDEX "accounting_lines_by_detail" ON "accounting_lines" USING btree ("account","detail","period","entry_seq","id");--> statement-breakpoint
CREATE INDEX "accounting_lines_by_account" ON "accounting_lines" USING btree ("account","period","entry_seq","id");--> statement-breakpoint
-- What was booked before this table: one row an order, and one for what was entered by hand.
INSERT INTO "accounting_open_items" ("order_id", "currency", "balance_minor")
SELECT coalesce("accounting_entries"."order_id", ''), "accounting_lines"."currency", sum("accounting_lines"."amount_minor")
FROM "accounting_lines" JOIN "accounting_entries" ON "accounting_entries"."seq" = "accounting_lines"."entry_seq"
WHERE "accounting_lines"."account" = 'receivable'
GROUP BY coalesce("accounting_entries"."order_id", ''), "accounting_lines"."currency";
