CREATE TABLE "credit_balances" (
	"user_id" text NOT NULL,
	"currency" text NOT NULL,
	"balance_minor" bigint NOT NULL,
	CONSTRAINT "credit_balances_user_id_currency_pk" PRIMARY KEY("user_id","currency"),
	CONSTRAINT "credit_balances_amount" CHECK ("credit_balances"."balance_minor" >= 0)
);
--> statement-breakpoint
CREATE TABLE "credit_entries" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"order_id" text,
	"payment_id" text,
	"reason" text DEFAULT '' NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credit_entries_kind" CHECK ("credit_entries"."kind" in ('given', 'goodwill', 'spent', 'returned', 'paid_out')),
	CONSTRAINT "credit_entries_amount" CHECK ("credit_entries"."amount_minor" <> 0),
	CONSTRAINT "credit_entries_reason_length" CHECK (length("credit_entries"."reason") <= 1000)
);
--> statement-breakpoint
CREATE TABLE "credit_offers" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"reason" text NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "credit_offers_state" CHECK ("credit_offers"."state" in ('offered', 'agreed', 'declined', 'withdrawn')),
	CONSTRAINT "credit_offers_amount" CHECK ("credit_offers"."amount_minor" > 0),
	CONSTRAINT "credit_offers_reason_length" CHECK (length("credit_offers"."reason") <= 1000)
);
--> statement-breakpoint
CREATE TABLE "order_instalments" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" text NOT NULL,
	"number" bigint NOT NULL,
	"kind" text NOT NULL,
	"level" bigint DEFAULT 0 NOT NULL,
	"due_on" text NOT NULL,
	"late_from" timestamp (3) with time zone NOT NULL,
	"amount_minor" bigint NOT NULL,
	"state" text NOT NULL,
	"payment_id" text,
	"paid_at" timestamp (3) with time zone,
	"reminded_level" bigint,
	"reminded_at" timestamp (3) with time zone,
	"suspended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "order_instalments_state" CHECK ("order_instalments"."state" in ('due', 'paid', 'cancelled')),
	CONSTRAINT "order_instalments_kind" CHECK ("order_instalments"."kind" in ('part', 'fee')),
	CONSTRAINT "order_instalments_amount" CHECK ("order_instalments"."amount_minor" > 0),
	CONSTRAINT "order_instalments_number" CHECK ("order_instalments"."number" > 0),
	CONSTRAINT "order_instalments_paid" CHECK (("order_instalments"."state" = 'paid') = ("order_instalments"."paid_at" is not null)),
	CONSTRAINT "order_instalments_fee" CHECK (("order_instalments"."kind" = 'fee') = ("order_instalments"."level" > 0))
);
--> statement-breakpoint
CREATE TABLE "order_reminders" (
	"order_id" text PRIMARY KEY NOT NULL,
	"is_off" boolean DEFAULT false NOT NULL,
	"reminded_days" bigint,
	"reminded_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "payment_plan" jsonb;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "first_instalment" bigint;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "last_instalment" bigint;--> statement-breakpoint
ALTER TABLE "credit_balances" ADD CONSTRAINT "credit_balances_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_offers" ADD CONSTRAINT "credit_offers_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_instalments" ADD CONSTRAINT "order_instalments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_instalments" ADD CONSTRAINT "order_instalments_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order_reminders" ADD CONSTRAINT "order_reminders_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_entries_by_user" ON "credit_entries" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "credit_entries_by_order" ON "credit_entries" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "credit_entries_by_payment" ON "credit_entries" USING btree ("payment_id");--> statement-breakpoint
CREATE INDEX "credit_entries_by_created" ON "credit_entries" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_offers_one_open" ON "credit_offers" USING btree ("order_id") WHERE state = 'offered';--> statement-breakpoint
CREATE INDEX "credit_offers_by_order" ON "credit_offers" USING btree ("order_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "order_instalments_once" ON "order_instalments" USING btree ("order_id","number","level");--> statement-breakpoint
CREATE INDEX "order_instalments_due" ON "order_instalments" USING btree ("late_from","id") WHERE state = 'due';--> statement-breakpoint
CREATE INDEX "order_instalments_by_payment" ON "order_instalments" USING btree ("payment_id");