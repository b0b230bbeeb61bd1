CREATE TABLE `application_answers` (
	`id` text PRIMARY KEY NOT NULL,
	`application_id` text NOT NULL,
	`question_id` text NOT NULL,
	`value` text NOT NULL,
	`file_id` text,
	`answered_at` integer NOT NULL,
	FOREIGN KEY (`application_id`) REFERENCES `applications`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`question_id`) REFERENCES `enrolment_questions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "application_answers_value_length" CHECK(length("application_answers"."value") <= 4000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `application_answers_once` ON `application_answers` (`application_id`,`question_id`);--> statement-breakpoint
CREATE INDEX `application_answers_by_question` ON `application_answers` (`question_id`);--> statement-breakpoint
CREATE INDEX `application_answers_by_file` ON `application_answers` (`file_id`);--> statement-breakpoint
CREATE TABLE `applications` (
	`id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`student_id` text NOT NULL,
	`state` text NOT NULL,
	`applied_at` integer NOT NULL,
	`decided_at` integer,
	`decided_by` text,
	`reply` text DEFAULT '' NOT NULL,
	`enrolment_id` text,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "applications_state" CHECK("applications"."state" in ('applied', 'approved', 'declined', 'withdrawn')),
	CONSTRAINT "applications_reply_length" CHECK(length("applications"."reply") <= 2000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `applications_one_live` ON `applications` (`cohort_id`,`student_id`) WHERE state = 'applied';--> statement-breakpoint
CREATE INDEX `applications_by_state` ON `applications` (`state`,`applied_at`,`id`);--> statement-breakpoint
CREATE INDEX `applications_by_applied` ON `applications` (`applied_at`,`id`);--> statement-breakpoint
CREATE INDEX `applications_by_cohort` ON `applications` (`cohort_id`,`state`,`applied_at`,`id`);--> statement-breakpoint
CREATE INDEX `applications_by_student` ON `applications` (`student_id`,`applied_at`);--> statement-breakpoint
CREATE TABLE `cohort_prerequisites` (
	`cohort_id` text NOT NULL,
	`course_id` text NOT NULL,
	PRIMARY KEY(`cohort_id`, `course_id`),
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `cohort_prerequisites_by_course` ON `cohort_prerequisites` (`course_id`);--> statement-breakpoint
CREATE TABLE `cohort_rules` (
	`cohort_id` text PRIMARY KEY NOT NULL,
	`age_min` integer,
	`age_max` integer,
	`age_on` text,
	`birth_root_id` text,
	`mail_domains` text NOT NULL,
	`needs_approval` integer DEFAULT false NOT NULL,
	`pay_days` integer DEFAULT 7 NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "cohort_rules_age" CHECK(("cohort_rules"."age_min" is null and "cohort_rules"."age_max" is null) or "cohort_rules"."birth_root_id" is not null),
	CONSTRAINT "cohort_rules_pay_days" CHECK("cohort_rules"."pay_days" > 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `seat_blocks` (
	`id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`name` text NOT NULL,
	`code` text,
	`addresses` text NOT NULL,
	`seats` integer NOT NULL,
	`used` integer DEFAULT 0 NOT NULL,
	`until` integer NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`created_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "seat_blocks_state" CHECK("seat_blocks"."state" in ('open', 'ended')),
	CONSTRAINT "seat_blocks_used" CHECK("seat_blocks"."used" >= 0 and "seat_blocks"."used" <= "seat_blocks"."seats"),
	CONSTRAINT "seat_blocks_name_length" CHECK(length("seat_blocks"."name") <= 200)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `seat_blocks_code` ON `seat_blocks` (`cohort_id`,`code`) WHERE state = 'open' and code is not null;--> statement-breakpoint
CREATE INDEX `seat_blocks_by_cohort` ON `seat_blocks` (`cohort_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `seat_blocks_to_end` ON `seat_blocks` (`until`) WHERE state = 'open';--> statement-breakpoint
ALTER TABLE `holds` ADD `block_id` text;--> statement-breakpoint
CREATE INDEX `holds_by_block` ON `holds` (`block_id`,`state`) WHERE block_id is not null;