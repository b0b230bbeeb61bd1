CREATE TABLE "announcements" (
	"id" text PRIMARY KEY NOT NULL,
	"course_id" text NOT NULL,
	"cohort_id" text,
	"audience" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"state" text NOT NULL,
	"author_id" text NOT NULL,
	"mails" bigint DEFAULT 0 NOT NULL,
	"last_student_id" text COLLATE "C" DEFAULT '' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone,
	CONSTRAINT "announcements_audience" CHECK ("announcements"."audience" in ('everyone', 'not_opened', 'not_paid')),
	CONSTRAINT "announcements_state" CHECK ("announcements"."state" in ('draft', 'sending', 'sent')),
	CONSTRAINT "announcements_mails" CHECK ("announcements"."mails" >= 0),
	CONSTRAINT "announcements_subject_length" CHECK (length("announcements"."subject") <= 200),
	CONSTRAINT "announcements_body_length" CHECK (length("announcements"."body") <= 20000)
);
--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "announcements" ADD CONSTRAINT "announcements_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "announcements_by_course" ON "announcements" USING btree ("course_id","created_at","id");--> statement-breakpoint
CREATE INDEX "announcements_to_send" ON "announcements" USING btree ("sent_at") WHERE state = 'sending';