CREATE TABLE "enrolment_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"enrolment_id" text NOT NULL,
	"question_id" text NOT NULL,
	"value" text NOT NULL,
	"file_id" text,
	"answered_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "enrolment_answers_value_length" CHECK (length("enrolment_answers"."value") <= 4000)
);
--> statement-breakpoint
CREATE TABLE "enrolment_questions" (
	"id" text PRIMARY KEY NOT NULL,
	"root_id" text NOT NULL,
	"course_id" text NOT NULL,
	"cohort_id" text,
	"kind" text NOT NULL,
	"prompt" text NOT NULL,
	"help" text DEFAULT '' NOT NULL,
	"options" jsonb NOT NULL,
	"translations" jsonb,
	"is_required" boolean DEFAULT false NOT NULL,
	"only_if_root_id" text,
	"only_if_answer" text,
	"position" bigint DEFAULT 0 NOT NULL,
	"retired_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "enrolment_questions_kind" CHECK ("enrolment_questions"."kind" in ('text', 'choice', 'checkbox', 'date', 'file', 'consent')),
	CONSTRAINT "enrolment_questions_only_if" CHECK (("enrolment_questions"."only_if_root_id" is null) = ("enrolment_questions"."only_if_answer" is null)),
	CONSTRAINT "enrolment_questions_prompt_length" CHECK (length("enrolment_questions"."prompt") <= 500),
	CONSTRAINT "enrolment_questions_help_length" CHECK (length("enrolment_questions"."help") <= 1000)
);
--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "cancel_days" bigint;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "cancel_percent" bigint DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "cancel_fee_minor" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "move_days" bigint;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "students_min" bigint;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "confirm_by" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "confirmed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "decision_reminded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "enrolment_answers" ADD CONSTRAINT "enrolment_answers_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment_answers" ADD CONSTRAINT "enrolment_answers_question_id_enrolment_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."enrolment_questions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment_answers" ADD CONSTRAINT "enrolment_answers_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment_questions" ADD CONSTRAINT "enrolment_questions_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment_questions" ADD CONSTRAINT "enrolment_questions_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "enrolment_answers_once" ON "enrolment_answers" USING btree ("enrolment_id","question_id");--> statement-breakpoint
CREATE INDEX "enrolment_answers_by_question" ON "enrolment_answers" USING btree ("question_id");--> statement-breakpoint
CREATE INDEX "enrolment_answers_by_file" ON "enrolment_answers" USING btree ("file_id");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolment_questions_one_live" ON "enrolment_questions" USING btree ("root_id") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "enrolment_questions_by_course" ON "enrolment_questions" USING btree ("course_id","position","id");--> statement-breakpoint
CREATE INDEX "enrolment_questions_live" ON "enrolment_questions" USING btree ("course_id","cohort_id") WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX "cohorts_to_confirm" ON "cohorts" USING btree ("confirm_by") WHERE confirm_by is not null and confirmed_at is null;