CREATE TABLE "accounting_entries" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"id" text NOT NULL,
	"journal_seq" bigint,
	"kind" text NOT NULL,
	"source" text,
	"order_id" text,
	"booked_on" text NOT NULL,
	"period" text NOT NULL,
	"happened_on" text NOT NULL,
	"is_late" boolean DEFAULT false NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"reverses_seq" bigint,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "accounting_entries_words" CHECK (length("accounting_entries"."words") <= 300)
);
--> statement-breakpoint
CREATE TABLE "accounting_lines" (
	"id" text PRIMARY KEY NOT NULL,
	"entry_seq" bigint NOT NULL,
	"period" text NOT NULL,
	"account" text NOT NULL,
	"detail" text DEFAULT '' NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	CONSTRAINT "accounting_lines_account" CHECK ("accounting_lines"."account" in ('bank', 'clearing', 'suspense', 'receivable', 'credit', 'tax', 'deferred_revenue', 'opening', 'revenue', 'refunds', 'disputes', 'goodwill', 'payment_fees')),
	CONSTRAINT "accounting_lines_amount" CHECK ("accounting_lines"."amount_minor" <> 0)
);
--> statement-breakpoint
CREATE TABLE "accounting_periods" (
	"period" text PRIMARY KEY NOT NULL,
	"earned_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_by" text
);
--> statement-breakpoint
CREATE TABLE "accounting_totals" (
	"period" text NOT NULL,
	"account" text NOT NULL,
	"detail" text NOT NULL,
	"currency" text NOT NULL,
	"debit_minor" bigint NOT NULL,
	"credit_minor" bigint NOT NULL,
	CONSTRAINT "accounting_totals_period_account_detail_currency_pk" PRIMARY KEY("period","account","detail","currency"),
	CONSTRAINT "accounting_totals_account" CHECK ("accounting_totals"."account" in ('bank', 'clearing', 'suspense', 'receivable', 'credit', 'tax', 'deferred_revenue', 'opening', 'revenue', 'refunds', 'disputes', 'goodwill', 'payment_fees')),
	CONSTRAINT "accounting_totals_sides" CHECK ("accounting_totals"."debit_minor" >= 0 and "accounting_totals"."credit_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "deferred_revenue" (
	"order_line_id" text PRIMARY KEY NOT NULL,
	"course_id" text NOT NULL,
	"cohort_id" text NOT NULL,
	"currency" text NOT NULL,
	"deferred_minor" bigint NOT NULL,
	"earned_minor" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "deferred_revenue_amounts" CHECK ("deferred_revenue"."earned_minor" >= 0 and "deferred_revenue"."deferred_minor" >= "deferred_revenue"."earned_minor")
);
--> statement-breakpoint
ALTER TABLE "accounting_entries" ADD CONSTRAINT "accounting_entries_journal_seq_journals_seq_fk" FOREIGN KEY ("journal_seq") REFERENCES "public"."journals"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounting_entries" ADD CONSTRAINT "accounting_entries_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounting_entries" ADD CONSTRAINT "accounting_entries_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounting_lines" ADD CONSTRAINT "accounting_lines_entry_seq_accounting_entries_seq_fk" FOREIGN KEY ("entry_seq") REFERENCES "public"."accounting_entries"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounting_periods" ADD CONSTRAINT "accounting_periods_closed_by_users_id_fk" FOREIGN KEY ("closed_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deferred_revenue" ADD CONSTRAINT "deferred_revenue_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deferred_revenue" ADD CONSTRAINT "deferred_revenue_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "deferred_revenue" ADD CONSTRAINT "deferred_revenue_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "accounting_entries_id" ON "accounting_entries" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "accounting_entries_journal" ON "accounting_entries" USING btree ("journal_seq");--> statement-breakpoint
CREATE UNIQUE INDEX "accounting_entries_source" ON "accounting_entries" USING btree ("source","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "accounting_entries_reverses" ON "accounting_entries" USING btree ("reverses_seq");--> statement-breakpoint
CREATE INDEX "accounting_entries_by_order" ON "accounting_entries" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "accounting_entries_by_period" ON "accounting_entries" USING btree ("period","seq");--> statement-breakpoint
CREATE INDEX "accounting_lines_by_entry" ON "accounting_lines" USING btree ("entry_seq","id");--> statement-breakpoint
CREATE INDEX "accounting_lines_by_account" ON "accounting_lines" USING btree ("account","entry_seq","id");--> statement-breakpoint
CREATE INDEX "deferred_revenue_left" ON "deferred_revenue" USING btree ("course_id") WHERE deferred_minor > earned_minor;