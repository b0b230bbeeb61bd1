CREATE TABLE "attendance" (
	"id" text PRIMARY KEY NOT NULL,
	"meeting_id" text NOT NULL,
	"enrolment_id" text NOT NULL,
	"state" text NOT NULL,
	"marked_at" timestamp (3) with time zone NOT NULL,
	"marked_by" text NOT NULL,
	"via" text NOT NULL,
	CONSTRAINT "attendance_state" CHECK ("attendance"."state" in ('present', 'late', 'excused', 'absent')),
	CONSTRAINT "attendance_via" CHECK ("attendance"."via" in ('teacher', 'check_in'))
);
--> statement-breakpoint
CREATE TABLE "attendance_marks" (
	"meeting_id" text NOT NULL,
	"enrolment_id" text NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "attendance_marks_meeting_id_enrolment_id_key_pk" PRIMARY KEY("meeting_id","enrolment_id","key"),
	CONSTRAINT "attendance_marks_key_length" CHECK (length("attendance_marks"."key") <= 64)
);
--> statement-breakpoint
ALTER TABLE "announcements" DROP CONSTRAINT "announcements_audience";--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_marked_by_users_id_fk" FOREIGN KEY ("marked_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_marks" ADD CONSTRAINT "attendance_marks_meeting_id_meetings_id_fk" FOREIGN KEY ("meeting_id") REFERENCES "public"."meetings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_marks" ADD CONSTRAINT "attendance_marks_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "attendance_one" ON "attendance" USING btree ("meeting_id","enrolment_id");--> statement-breakpoint
CREATE INDEX "attendance_by_enrolment" ON "attendance" USING btree ("enrolment_id","meeting_id");--> statement-breakpoint
CREATE INDEX "attendance_by_marked" ON "attendance" USING btree ("marked_at","id");--> statement-breakpoint
CREATE INDEX "attendance_marks_by_received" ON "attendance_marks" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "enrolments_ended_by_cohort" ON "enrolments" USING btree ("cohort_id","ended_at") WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX "tickets_by_about" ON "tickets" USING btree ("about_type","about_id","updated_at","id") WHERE about_id is not null;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_audience" CHECK ("announcements"."audience" in ('everyone', 'not_opened', 'not_paid', 'not_attended'));