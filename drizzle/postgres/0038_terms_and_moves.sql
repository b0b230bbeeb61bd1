CREATE TABLE "moves" (
	"id" text PRIMARY KEY NOT NULL,
	"enrolment_id" text NOT NULL,
	"from_cohort_id" text NOT NULL,
	"to_cohort_id" text NOT NULL,
	"state" text NOT NULL,
	"difference_minor" bigint NOT NULL,
	"order_line_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	CONSTRAINT "moves_state" CHECK ("moves"."state" in ('awaiting_payment', 'moved', 'cancelled')),
	CONSTRAINT "moves_difference" CHECK ("moves"."difference_minor" <> 0)
);
--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "confirmed_told_to" text;--> statement-breakpoint
ALTER TABLE "enrolments" ADD COLUMN "completion_doubted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "order_lines" ADD COLUMN "terms" jsonb;--> statement-breakpoint
ALTER TABLE "moves" ADD CONSTRAINT "moves_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moves" ADD CONSTRAINT "moves_from_cohort_id_cohorts_id_fk" FOREIGN KEY ("from_cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moves" ADD CONSTRAINT "moves_to_cohort_id_cohorts_id_fk" FOREIGN KEY ("to_cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "moves" ADD CONSTRAINT "moves_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "moves_one_open" ON "moves" USING btree ("enrolment_id") WHERE state = 'awaiting_payment';--> statement-breakpoint
CREATE UNIQUE INDEX "moves_by_line" ON "moves" USING btree ("order_line_id");--> statement-breakpoint
CREATE INDEX "moves_by_enrolment" ON "moves" USING btree ("enrolment_id","created_at");--> statement-breakpoint
CREATE INDEX "cohorts_to_tell" ON "cohorts" USING btree ("id") WHERE confirmed_told_to is not null;--> statement-breakpoint
CREATE INDEX "enrolments_doubted" ON "enrolments" USING btree ("completion_doubted_at","id") WHERE completion_doubted_at is not null;--> statement-breakpoint
-- What was sold so far keeps the terms of its cohort as they stand today.
UPDATE "order_lines" l SET "terms" = jsonb_build_array(jsonb_build_object(
	'cohortId', c."id",
	'agreedAt', to_char(o."created_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
	'startsAt', to_char(c."starts_at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
	'timezone', c."timezone",
	'cancelDays', c."cancel_days",
	'cancelPercent', c."cancel_percent",
	'cancelFeeMinor', c."cancel_fee_minor",
	'currency', c."currency",
	'moveDays', c."move_days"
)) FROM "cohorts" c, "orders" o WHERE c."id" = l."cohort_id" AND o."id" = l."order_id" AND l."kind" = 'enrolment';