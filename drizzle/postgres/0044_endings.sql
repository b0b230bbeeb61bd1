CREATE TABLE "cohort_endings" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"enrolment_id" text,
	"claim_link_id" text,
	"state" text NOT NULL,
	"failure" text,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"tried_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cohort_endings_state" CHECK ("cohort_endings"."state" in ('waiting', 'done', 'failed')),
	CONSTRAINT "cohort_endings_place" CHECK (("cohort_endings"."enrolment_id" is null) <> ("cohort_endings"."claim_link_id" is null))
);
--> statement-breakpoint
CREATE TABLE "withdrawals" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"order_id" text,
	"state" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"reason" text,
	CONSTRAINT "withdrawals_state" CHECK ("withdrawals"."state" in ('open', 'accepted', 'declined')),
	CONSTRAINT "withdrawals_code_length" CHECK (length("withdrawals"."code") <= 40),
	CONSTRAINT "withdrawals_name_length" CHECK (length("withdrawals"."name") <= 200),
	CONSTRAINT "withdrawals_email_length" CHECK (length("withdrawals"."email") <= 254),
	CONSTRAINT "withdrawals_reason_length" CHECK (length("withdrawals"."reason") <= 500)
);
--> statement-breakpoint
CREATE TABLE "refund_lines" (
	"refund_id" text NOT NULL,
	"order_line_id" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	CONSTRAINT "refund_lines_refund_id_order_line_id_pk" PRIMARY KEY("refund_id","order_line_id"),
	CONSTRAINT "refund_lines_amount" CHECK ("refund_lines"."amount_minor" > 0)
);
--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "approval" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "decided_by" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "decided_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cohort_endings" ADD CONSTRAINT "cohort_endings_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_endings" ADD CONSTRAINT "cohort_endings_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_endings" ADD CONSTRAINT "cohort_endings_claim_link_id_claim_links_id_fk" FOREIGN KEY ("claim_link_id") REFERENCES "public"."claim_links"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_refund_id_refunds_id_fk" FOREIGN KEY ("refund_id") REFERENCES "public"."refunds"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "cohort_endings_enrolment" ON "cohort_endings" USING btree ("cohort_id","enrolment_id");--> statement-breakpoint
CREATE UNIQUE INDEX "cohort_endings_claim_link" ON "cohort_endings" USING btree ("cohort_id","claim_link_id");--> statement-breakpoint
CREATE INDEX "cohort_endings_by_cohort" ON "cohort_endings" USING btree ("cohort_id","state","id");--> statement-breakpoint
CREATE INDEX "withdrawals_by_received" ON "withdrawals" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "withdrawals_by_state" ON "withdrawals" USING btree ("state","received_at","id");--> statement-breakpoint
CREATE INDEX "withdrawals_by_order" ON "withdrawals" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "refund_lines_by_line" ON "refund_lines" USING btree ("order_line_id");--> statement-breakpoint
CREATE INDEX "refunds_to_approve" ON "refunds" USING btree ("created_at") WHERE approval = 'awaited';