CREATE TABLE `attendance` (
	`id` text PRIMARY KEY NOT NULL,
	`meeting_id` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`state` text NOT NULL,
	`marked_at` integer NOT NULL,
	`marked_by` text NOT NULL,
	`via` text NOT NULL,
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`marked_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "attendance_state" CHECK("attendance"."state" in ('present', 'late', 'excused', 'absent')),
	CONSTRAINT "attendance_via" CHECK("attendance"."via" in ('teacher', 'check_in'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `attendance_one` ON `attendance` (`meeting_id`,`enrolment_id`);--> statement-breakpoint
CREATE INDEX `attendance_by_enrolment` ON `attendance` (`enrolment_id`,`meeting_id`);--> statement-breakpoint
CREATE INDEX `attendance_by_marked` ON `attendance` (`marked_at`,`id`);--> statement-breakpoint
CREATE TABLE `attendance_marks` (
	`meeting_id` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`key` text NOT NULL,
	`received_at` integer NOT NULL,
	PRIMARY KEY(`meeting_id`, `enrolment_id`, `key`),
	FOREIGN KEY (`meeting_id`) REFERENCES `meetings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "attendance_marks_key_length" CHECK(length("attendance_marks"."key") <= 64)
) STRICT;
--> statement-breakpoint
CREATE INDEX `attendance_marks_by_received` ON `attendance_marks` (`received_at`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_announcements` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`cohort_id` text,
	`audience` text NOT NULL,
	`subject` text NOT NULL,
	`body` text NOT NULL,
	`state` text NOT NULL,
	`author_id` text NOT NULL,
	`mails` integer DEFAULT 0 NOT NULL,
	`last_student_id` text DEFAULT '' NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`sent_at` integer,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`author_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "announcements_audience" CHECK("__new_announcements"."audience" in ('everyone', 'not_opened', 'not_paid', 'not_attended')),
	CONSTRAINT "announcements_state" CHECK("__new_announcements"."state" in ('draft', 'sending', 'sent')),
	CONSTRAINT "announcements_mails" CHECK("__new_announcements"."mails" >= 0),
	CONSTRAINT "announcements_subject_length" CHECK(length("__new_announcements"."subject") <= 200),
	CONSTRAINT "announcements_body_length" CHECK(length("__new_announcements"."body") <= 20000)
) STRICT;
--> statement-breakpoint
INSERT INTO `__new_announcements`("id", "course_id", "cohort_id", "audience", "subject", "body", "state", "author_id", "mails", "last_student_id", "created_at", "updated_at", "sent_at") SELECT "id", "course_id", "cohort_id", "audience", "subject", "body", "state", "author_id", "mails", "last_student_id", "created_at", "updated_at", "sent_at" FROM `announcements`;--> statement-breakpoint
DROP TABLE `announcements`;--> statement-breakpoint
ALTER TABLE `__new_announcements` RENAME TO `announcements`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `announcements_by_course` ON `announcements` (`course_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `announcements_to_send` ON `announcements` (`sent_at`) WHERE state = 'sending';--> statement-breakpoint
CREATE INDEX `enrolments_ended_by_cohort` ON `enrolments` (`cohort_id`,`ended_at`) WHERE ended_at is not null;--> statement-breakpoint
CREATE INDEX `tickets_by_about` ON `tickets` (`about_type`,`about_id`,`updated_at`,`id`) WHERE about_id is not null;