CREATE TABLE `enrolment_answers` (
	`id` text PRIMARY KEY NOT NULL,
	`enrolment_id` text NOT NULL,
	`question_id` text NOT NULL,
	`value` text NOT NULL,
	`file_id` text,
	`answered_at` integer NOT NULL,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`question_id`) REFERENCES `enrolment_questions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enrolment_answers_value_length" CHECK(length("enrolment_answers"."value") <= 4000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolment_answers_once` ON `enrolment_answers` (`enrolment_id`,`question_id`);--> statement-breakpoint
CREATE INDEX `enrolment_answers_by_question` ON `enrolment_answers` (`question_id`);--> statement-breakpoint
CREATE INDEX `enrolment_answers_by_file` ON `enrolment_answers` (`file_id`);--> statement-breakpoint
CREATE TABLE `enrolment_questions` (
	`id` text PRIMARY KEY NOT NULL,
	`root_id` text NOT NULL,
	`course_id` text NOT NULL,
	`cohort_id` text,
	`kind` text NOT NULL,
	`prompt` text NOT NULL,
	`help` text DEFAULT '' NOT NULL,
	`options` text NOT NULL,
	`translations` text,
	`is_required` integer DEFAULT false NOT NULL,
	`only_if_root_id` text,
	`only_if_answer` text,
	`position` integer DEFAULT 0 NOT NULL,
	`retired_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "enrolment_questions_kind" CHECK("enrolment_questions"."kind" in ('text', 'choice', 'checkbox', 'date', 'file', 'consent')),
	CONSTRAINT "enrolment_questions_only_if" CHECK(("enrolment_questions"."only_if_root_id" is null) = ("enrolment_questions"."only_if_answer" is null)),
	CONSTRAINT "enrolment_questions_prompt_length" CHECK(length("enrolment_questions"."prompt") <= 500),
	CONSTRAINT "enrolment_questions_help_length" CHECK(length("enrolment_questions"."help") <= 1000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolment_questions_one_live` ON `enrolment_questions` (`root_id`) WHERE retired_at is null;--> statement-breakpoint
CREATE INDEX `enrolment_questions_by_course` ON `enrolment_questions` (`course_id`,`position`,`id`);--> statement-breakpoint
CREATE INDEX `enrolment_questions_live` ON `enrolment_questions` (`course_id`,`cohort_id`) WHERE retired_at is null;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `cancel_days` integer;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `cancel_percent` integer DEFAULT 100 NOT NULL;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `cancel_fee_minor` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `move_days` integer;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `students_min` integer;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `confirm_by` integer;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `confirmed_at` integer;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `decision_reminded_at` integer;--> statement-breakpoint
CREATE INDEX `cohorts_to_confirm` ON `cohorts` (`confirm_by`) WHERE confirm_by is not null and confirmed_at is null;