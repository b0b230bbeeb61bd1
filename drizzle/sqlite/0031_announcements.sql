CREATE TABLE `announcements` (
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
	CONSTRAINT "announcements_audience" CHECK("announcements"."audience" in ('everyone', 'not_opened', 'not_paid')),
	CONSTRAINT "announcements_state" CHECK("announcements"."state" in ('draft', 'sending', 'sent')),
	CONSTRAINT "announcements_mails" CHECK("announcements"."mails" >= 0),
	CONSTRAINT "announcements_subject_length" CHECK(length("announcements"."subject") <= 200),
	CONSTRAINT "announcements_body_length" CHECK(length("announcements"."body") <= 20000)
) STRICT;
--> statement-breakpoint
CREATE INDEX `announcements_by_course` ON `announcements` (`course_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `announcements_to_send` ON `announcements` (`sent_at`) WHERE state = 'sending';