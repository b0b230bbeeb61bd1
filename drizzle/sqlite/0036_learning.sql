CREATE TABLE `material_sections` (
	`id` text PRIMARY KEY NOT NULL,
	`course_id` text NOT NULL,
	`title` text NOT NULL,
	`translations` text,
	`position` integer DEFAULT 0 NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "material_sections_title_length" CHECK(length("material_sections"."title") <= 300)
) STRICT;
--> statement-breakpoint
CREATE INDEX `material_sections_by_course` ON `material_sections` (`course_id`,`position`,`id`);--> statement-breakpoint
CREATE TABLE `course_positions` (
	`student_id` text NOT NULL,
	`course_id` text NOT NULL,
	`material_id` text NOT NULL,
	`opened_at` integer NOT NULL,
	PRIMARY KEY(`student_id`, `course_id`),
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`material_id`) REFERENCES `materials`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `course_positions_by_material` ON `course_positions` (`material_id`);--> statement-breakpoint
CREATE TABLE `material_progress` (
	`student_id` text NOT NULL,
	`material_id` text NOT NULL,
	`course_id` text NOT NULL,
	`done_at` integer NOT NULL,
	PRIMARY KEY(`student_id`, `material_id`),
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`material_id`) REFERENCES `materials`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `material_progress_by_course` ON `material_progress` (`course_id`,`student_id`);--> statement-breakpoint
CREATE INDEX `material_progress_by_material` ON `material_progress` (`material_id`);--> statement-breakpoint
ALTER TABLE `cohorts` ADD `completion_materials_percent` integer;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `completion_attendance_percent` integer;--> statement-breakpoint
ALTER TABLE `materials` ADD `section_id` text REFERENCES material_sections(id);--> statement-breakpoint
ALTER TABLE `materials` ADD `publish_on` text;--> statement-breakpoint
ALTER TABLE `materials` ADD `publish_after_days` integer;--> statement-breakpoint
ALTER TABLE `materials` ADD `is_preview` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `materials_by_section` ON `materials` (`section_id`);