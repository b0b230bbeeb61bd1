CREATE TABLE `certificate_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`public_key` text NOT NULL,
	`sealed_private_key` text,
	`created_at` integer NOT NULL,
	`retired_at` integer,
	`slot` integer
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `certificate_keys_slot` ON `certificate_keys` (`slot`);--> statement-breakpoint
CREATE TABLE `certificate_terms` (
	`cohort_id` text PRIMARY KEY NOT NULL,
	`on_completion` integer DEFAULT false NOT NULL,
	`minutes` integer,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "certificate_terms_minutes" CHECK("certificate_terms"."minutes" is null or "certificate_terms"."minutes" > 0)
) STRICT;
--> statement-breakpoint
CREATE TABLE `certificate_years` (
	`year` integer PRIMARY KEY NOT NULL,
	`last` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `certificates` (
	`id` text PRIMARY KEY NOT NULL,
	`year` integer NOT NULL,
	`serial` integer NOT NULL,
	`version` integer NOT NULL,
	`code` text NOT NULL,
	`state` text NOT NULL,
	`enrolment_id` text NOT NULL,
	`student_id` text NOT NULL,
	`course_id` text NOT NULL,
	`cohort_id` text NOT NULL,
	`name` text NOT NULL,
	`course_title` text NOT NULL,
	`language` text NOT NULL,
	`minutes` integer,
	`starts_on` text,
	`ends_on` text,
	`completed_on` text NOT NULL,
	`issued_on` text NOT NULL,
	`issued_at` integer NOT NULL,
	`issued_by` text,
	`confirmed_at` integer,
	`replaced_by_id` text,
	`revoked_at` integer,
	`revoke_reason` text,
	`key_id` text,
	`signed` text,
	`file_id` text,
	`failure` text,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`file_id`) REFERENCES `files`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "certificates_state" CHECK("certificates"."state" in ('issued', 'revoked', 'replaced')),
	CONSTRAINT "certificates_serial" CHECK("certificates"."serial" > 0 and "certificates"."version" > 0),
	CONSTRAINT "certificates_name_length" CHECK(length("certificates"."name") <= 120),
	CONSTRAINT "certificates_title_length" CHECK(length("certificates"."course_title") <= 300)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_number` ON `certificates` (`year`,`serial`,`version`);--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_code` ON `certificates` (`code`);--> statement-breakpoint
CREATE UNIQUE INDEX `certificates_one_live` ON `certificates` (`enrolment_id`) WHERE state <> 'replaced';--> statement-breakpoint
CREATE INDEX `certificates_by_student` ON `certificates` (`student_id`,`issued_at`,`id`);--> statement-breakpoint
CREATE INDEX `certificates_by_cohort` ON `certificates` (`cohort_id`,`issued_at`,`id`);--> statement-breakpoint
CREATE INDEX `certificates_by_course` ON `certificates` (`course_id`,`issued_at`,`id`);--> statement-breakpoint
CREATE INDEX `certificates_by_issued` ON `certificates` (`issued_at`,`id`);--> statement-breakpoint
CREATE INDEX `certificates_by_state` ON `certificates` (`state`,`issued_at`,`id`);--> statement-breakpoint
CREATE INDEX `certificates_by_file` ON `certificates` (`file_id`);--> statement-breakpoint
CREATE INDEX `certificates_to_make` ON `certificates` (`issued_at`) WHERE file_id is null and failure is null;--> statement-breakpoint
ALTER TABLE `users` ADD `certificate_name` text;