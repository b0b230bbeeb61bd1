CREATE TABLE "renewals" (
	"id" text PRIMARY KEY NOT NULL,
	"enrolment_id" text NOT NULL,
	"student_id" text NOT NULL,
	"course_id" text NOT NULL,
	"state" text NOT NULL,
	"renews_from" timestamp (3) with time zone NOT NULL,
	"days" bigint NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"answer" text DEFAULT '' NOT NULL,
	"order_line_id" text,
	"grant_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "renewals_state" CHECK ("renewals"."state" in ('requested', 'awaiting_payment', 'granted', 'declined', 'cancelled', 'refunded')),
	CONSTRAINT "renewals_days" CHECK ("renewals"."days" > 0),
	CONSTRAINT "renewals_reason_length" CHECK (length("renewals"."reason") <= 1000),
	CONSTRAINT "renewals_answer_length" CHECK (length("renewals"."answer") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "access_until" text;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "renewal" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "renewal_days" bigint;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "renewal_price_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "renewals_max" bigint;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "step" text;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "days" bigint;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "order_line_id" text;--> statement-breakpoint
ALTER TABLE "grants" ADD COLUMN "reminded_days" bigint;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "kind" text DEFAULT 'enrolment' NOT NULL;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_student_id_users_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "renewals" ADD CONSTRAINT "renewals_grant_id_grants_id_fk" FOREIGN KEY ("grant_id") REFERENCES "public"."grants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_once" ON "renewals" USING btree ("enrolment_id","renews_from") WHERE state in ('requested', 'awaiting_payment', 'granted');--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_one_open" ON "renewals" USING btree ("enrolment_id") WHERE state in ('requested', 'awaiting_payment');--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_by_line" ON "renewals" USING btree ("order_line_id");--> statement-breakpoint
CREATE INDEX "renewals_by_created" ON "renewals" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "renewals_by_state" ON "renewals" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "renewals_by_student" ON "renewals" USING btree ("student_id","created_at");--> statement-breakpoint
CREATE INDEX "renewals_by_grant" ON "renewals" USING btree ("grant_id");--> statement-breakpoint
ALTER TABLE "grants" ADD CONSTRAINT "grants_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "grants_by_end" ON "grants" USING btree ("ends_at","id") WHERE revoked_at is null and ends_at is not null;
--> statement-breakpoint
-- What students ask for waits for a person, too.
DROP VIEW "pending_requests";
--> statement-breakpoint
CREATE VIEW "pending_requests" AS
SELECT 'reviews' AS "kind", o."id", o."created_at" AS "since", NULL::timestamptz AS "due_at"
FROM "orders" o WHERE o."review_reason" IS NOT NULL
UNION ALL
SELECT 'transfers', p."id", p."created_at", p."expires_at"
FROM "payments" p WHERE p."state" IN ('created', 'pending') AND p."provider" = 'bank'
UNION ALL
SELECT 'payouts', r."id", r."created_at", NULL::timestamptz
FROM "refunds" r JOIN "payments" p ON p."id" = r."payment_id"
WHERE r."state" IN ('requested', 'submitted') AND p."provider" = 'bank'
UNION ALL
SELECT 'refunds', r."id", r."created_at", NULL::timestamptz
FROM "refunds" r WHERE r."state" = 'failed'
	AND NOT EXISTS (SELECT 1 FROM "refunds" n WHERE n."payment_id" = r."payment_id" AND n."created_at" > r."created_at")
UNION ALL
SELECT 'mails', m."id", m."created_at", NULL::timestamptz
FROM "outbox" m WHERE m."state" = 'failed'
UNION ALL
SELECT 'offers', w."id", w."since", w."offer_expires_at"
FROM "waiting_list" w WHERE w."state" = 'offered'
UNION ALL
SELECT 'unassigned', t."id", t."created_at", NULL::timestamptz
FROM "tickets" t WHERE t."state" IN ('new', 'open') AND t."assignee_id" IS NULL
UNION ALL
SELECT 'disputes', d."id", d."created_at", d."respond_by"
FROM "disputes" d WHERE d."state" = 'open'
UNION ALL
SELECT 'discrepancies', c."id", c."found_at", NULL::timestamptz
FROM "discrepancies" c WHERE c."settled_at" IS NULL
UNION ALL
SELECT 'renewals', n."id", n."created_at", NULL::timestamptz
FROM "renewals" n WHERE n."state" = 'requested';
