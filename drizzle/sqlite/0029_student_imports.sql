CREATE TABLE `student_import_rows` (
	`import_id` text NOT NULL,
	`place` integer NOT NULL,
	`file` text DEFAULT '' NOT NULL,
	`line` integer NOT NULL,
	`cells` text,
	`outcome` text,
	`notes` text,
	`done_at` integer,
	PRIMARY KEY(`import_id`, `place`),
	FOREIGN KEY (`import_id`) REFERENCES `student_imports`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "student_import_rows_outcome" CHECK("student_import_rows"."outcome" in ('created', 'changed', 'same', 'skipped', 'rejected'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `student_import_rows_by_outcome` ON `student_import_rows` (`import_id`,`outcome`,`place`);--> statement-breakpoint
CREATE TABLE `student_imports` (
	`id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`file_name` text NOT NULL,
	`format` text NOT NULL,
	`source` text NOT NULL,
	`encoding` text NOT NULL,
	`delimiter` text NOT NULL,
	`header` text NOT NULL,
	`mapping` text NOT NULL,
	`welcome` integer DEFAULT false NOT NULL,
	`row_count` integer NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text,
	`finished_at` integer,
	FOREIGN KEY (`created_by`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "student_imports_state" CHECK("student_imports"."state" in ('uploaded', 'checking', 'checked', 'running', 'done')),
	CONSTRAINT "student_imports_format" CHECK("student_imports"."format" in ('matricula', 'moodle', 'oneroster')),
	CONSTRAINT "student_imports_file_name_length" CHECK(length("student_imports"."file_name") <= 255)
) STRICT;
--> statement-breakpoint
CREATE INDEX `student_imports_by_state` ON `student_imports` (`state`,`id`);--> statement-breakpoint
CREATE INDEX `student_imports_by_created` ON `student_imports` (`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `student_keys` (
	`source` text NOT NULL,
	`key` text NOT NULL,
	`user_id` text NOT NULL,
	`said` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`source`, `key`),
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "student_keys_source_length" CHECK(length("student_keys"."source") <= 40),
	CONSTRAINT "student_keys_key_length" CHECK(length("student_keys"."key") <= 300)
) STRICT;
--> statement-breakpoint
CREATE INDEX `student_keys_by_user` ON `student_keys` (`user_id`);