CREATE TABLE "application_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"application_id" text NOT NULL,
	"question_id" text NOT NULL,
	"value" text NOT NULL,
	"file_id" text,
	"answered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "application_answers_value_length" CHECK (length("application_answers"."value") <= 4000)
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"student_id" text NOT NULL,
	"state" text NOT NULL,
	"applied_at" timestamp (3) with time zone NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"reply" text DEFAULT '' NOT NULL,
	"enrolment_id" text,
	CONSTRAINT "applications_state" CHECK ("applications"."state" in ('applied', 'approved', 'declined', 'withdrawn')),
	CONSTRAINT "applications_reply_length" CHECK (length("applications"."reply") <= 2000)
);
--> statement-breakpoint
CREATE TABLE "cohort_prerequisites" (
	"cohort_id" text NOT NULL,
	"course_id" text NOT NULL,
	CONSTRAINT "cohort_prerequisites_cohort_id_course_id_pk" PRIMARY KEY("cohort_id","course_id")
);
--> statement-breakpoint
CREATE TABLE "cohort_rules" (
	"cohort_id" text PRIMARY KEY NOT NULL,
	"age_min" bigint,
	"age_max" bigint,
	"age_on" text,
	"birth_root_id" text,
	"mail_domains" jsonb NOT NULL,
	"needs_approval" boolean DEFAULT false NOT NULL,
	"pay_days" bigint DEFAULT 7 NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "cohort_rules_age" CHECK (("cohort_rules"."age_min" is null and "cohort_rules"."age_max" is null) or "cohort_rules"."birth_root_id" is not null),
	CONSTRAINT "cohort_rules_pay_days" CHECK ("cohort_rules"."pay_days" > 0)
);
--> statement-breakpoint
CREATE TABLE "seat_blocks" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"name" text NOT NULL,
	"code" text,
	"addresses" jsonb NOT NULL,
	"seats" bigint NOT NULL,
	"used" bigint DEFAULT 0 NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "seat_blocks_state" CHECK ("seat_blocks"."state" in ('open', 'ended')),
	CONSTRAINT "seat_blocks_used" CHECK ("seat_blocks"."used" >= 0 and "seat_blocks"."used" <= "seat_blocks"."seats"),
	CONSTRAINT "seat_blocks_name_length" CHECK (length("seat_blocks"."name") <= 200)
);
--> statement-breakpoint
ALTER TABLE "holds" ADD COLUMN "block_id" text;--> statement-breakpoint
ALTER TABLE "application_answers" ADD CONSTRAINT "application_answers_application_id_applications_id_fk" FOREIGN KEY ("application_id") REFERENCES "public"."applications"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_answers" ADD CONSTRAINT "application_answers_question_id_enrolment_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."enrolment_questions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_answers" ADD CONSTRAINT "application_answers_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_student_id_users_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_prerequisites" ADD CONSTRAINT "cohort_prerequisites_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_prerequisites" ADD CONSTRAINT "cohort_prerequisites_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cohort_rules" ADD CONSTRAINT "cohort_rules_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "seat_blocks" ADD CONSTRAINT "seat_blocks_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "application_answers_once" ON "application_answers" USING btree ("application_id","question_id");--> statement-breakpoint
CREATE INDEX "application_answers_by_question" ON "application_answers" USING btree ("question_id");--> statement-breakpoint
CREATE INDEX "application_answers_by_file" ON "application_answers" USING btree ("file_id");--> statement-breakpoint
CREATE UNIQUE INDEX "applications_one_live" ON "applications" USING btree ("cohort_id","student_id") WHERE state = 'applied';--> statement-breakpoint
CREATE INDEX "applications_by_state" ON "applications" USING btree ("state","applied_at","id");--> statement-breakpoint
CREATE INDEX "applications_by_applied" ON "applications" USING btree ("applied_at","id");--> statement-breakpoint
CREATE INDEX "applications_by_cohort" ON "applications" USING btree ("cohort_id","state","applied_at","id");--> statement-breakpoint
CREATE INDEX "applications_by_student" ON "applications" USING btree ("student_id","applied_at");--> statement-breakpoint
CREATE INDEX "cohort_prerequisites_by_course" ON "cohort_prerequisites" USING btree ("course_id");--> statement-breakpoint
CREATE UNIQUE INDEX "seat_blocks_code" ON "seat_blocks" USING btree ("cohort_id","code") WHERE state = 'open' and code is not null;--> statement-breakpoint
CREATE INDEX "seat_blocks_by_cohort" ON "seat_blocks" USING btree ("cohort_id","created_at");--> statement-breakpoint
CREATE INDEX "seat_blocks_to_end" ON "seat_blocks" USING btree ("until") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "holds_by_block" ON "holds" USING btree ("block_id","state") WHERE block_id is not null;