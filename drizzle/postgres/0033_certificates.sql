CREATE TABLE "certificate_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"public_key" text NOT NULL,
	"sealed_private_key" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"retired_at" timestamp (3) with time zone,
	"slot" bigint
);
--> statement-breakpoint
CREATE TABLE "certificate_terms" (
	"cohort_id" text PRIMARY KEY NOT NULL,
	"on_completion" boolean DEFAULT false NOT NULL,
	"minutes" bigint,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "certificate_terms_minutes" CHECK ("certificate_terms"."minutes" is null or "certificate_terms"."minutes" > 0)
);
--> statement-breakpoint
CREATE TABLE "certificate_years" (
	"year" bigint PRIMARY KEY NOT NULL,
	"last" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "certificates" (
	"id" text PRIMARY KEY NOT NULL,
	"year" bigint NOT NULL,
	"serial" bigint NOT NULL,
	"version" bigint NOT NULL,
	"code" text NOT NULL,
	"state" text NOT NULL,
	"enrolment_id" text NOT NULL,
	"student_id" text NOT NULL,
	"course_id" text NOT NULL,
	"cohort_id" text NOT NULL,
	"name" text NOT NULL,
	"course_title" text NOT NULL,
	"language" text NOT NULL,
	"minutes" bigint,
	"starts_on" text,
	"ends_on" text,
	"completed_on" text NOT NULL,
	"issued_on" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"issued_by" text,
	"confirmed_at" timestamp (3) with time zone,
	"replaced_by_id" text,
	"revoked_at" timestamp (3) with time zone,
	"revoke_reason" text,
	"key_id" text,
	"signed" text,
	"file_id" text,
	"failure" text,
	CONSTRAINT "certificates_state" CHECK ("certificates"."state" in ('issued', 'revoked', 'replaced')),
	CONSTRAINT "certificates_serial" CHECK ("certificates"."serial" > 0 and "certificates"."version" > 0),
	CONSTRAINT "certificates_name_length" CHECK (length("certificates"."name") <= 120),
	CONSTRAINT "certificates_title_length" CHECK (length("certificates"."course_title") <= 300)
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "certificate_name" text;--> statement-breakpoint
ALTER TABLE "certificate_terms" ADD CONSTRAINT "certificate_terms_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_student_id_users_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "certificates" ADD CONSTRAINT "certificates_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "certificate_keys_slot" ON "certificate_keys" USING btree ("slot");--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_number" ON "certificates" USING btree ("year","serial","version");--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_code" ON "certificates" USING btree ("code");--> statement-breakpoint
CREATE UNIQUE INDEX "certificates_one_live" ON "certificates" USING btree ("enrolment_id") WHERE state <> 'replaced';--> statement-breakpoint
CREATE INDEX "certificates_by_student" ON "certificates" USING btree ("student_id","issued_at","id");--> statement-breakpoint
CREATE INDEX "certificates_by_cohort" ON "certificates" USING btree ("cohort_id","issued_at","id");--> statement-breakpoint
CREATE INDEX "certificates_by_course" ON "certificates" USING btree ("course_id","issued_at","id");--> statement-breakpoint
CREATE INDEX "certificates_by_issued" ON "certificates" USING btree ("issued_at","id");--> statement-breakpoint
CREATE INDEX "certificates_by_state" ON "certificates" USING btree ("state","issued_at","id");--> statement-breakpoint
CREATE INDEX "certificates_by_file" ON "certificates" USING btree ("file_id");--> statement-breakpoint
CREATE INDEX "certificates_to_make" ON "certificates" USING btree ("issued_at") WHERE file_id is null and failure is null;