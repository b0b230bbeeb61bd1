CREATE TABLE `usage_days` (
	`course_id` text NOT NULL,
	`day` text NOT NULL,
	`openings` integer NOT NULL,
	`students` integer NOT NULL,
	PRIMARY KEY(`course_id`, `day`),
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "usage_days_counts" CHECK("usage_days"."students" >= 0 and "usage_days"."openings" >= "usage_days"."students")
) STRICT;
--> statement-breakpoint
CREATE INDEX `usage_days_by_day` ON `usage_days` (`day`);--> statement-breakpoint
CREATE TABLE `usage_material_students` (
	`student_id` text NOT NULL,
	`material_id` text NOT NULL,
	`openings` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`student_id`, `material_id`),
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`material_id`) REFERENCES `materials`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "usage_material_students_openings" CHECK("usage_material_students"."openings" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `usage_material_students_by_material` ON `usage_material_students` (`material_id`);--> statement-breakpoint
CREATE TABLE `usage_materials` (
	`material_id` text PRIMARY KEY NOT NULL,
	`openings` integer NOT NULL,
	`students` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	FOREIGN KEY (`material_id`) REFERENCES `materials`(`id`) ON UPDATE no action ON DELETE cascade,
	CONSTRAINT "usage_materials_counts" CHECK("usage_materials"."students" >= 0 and "usage_materials"."openings" >= "usage_materials"."students")
) STRICT;
--> statement-breakpoint
CREATE TABLE `usage_student_days` (
	`student_id` text NOT NULL,
	`course_id` text NOT NULL,
	`day` text NOT NULL,
	`openings` integer NOT NULL,
	PRIMARY KEY(`student_id`, `course_id`, `day`),
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "usage_student_days_openings" CHECK("usage_student_days"."openings" > 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `usage_student_days_by_day` ON `usage_student_days` (`course_id`,`day`);--> statement-breakpoint
CREATE TABLE `usage_students` (
	`course_id` text NOT NULL,
	`student_id` text NOT NULL,
	`openings` integer NOT NULL,
	`days` integer NOT NULL,
	`first_at` integer NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`course_id`, `student_id`),
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "usage_students_counts" CHECK("usage_students"."days" >= 0 and "usage_students"."openings" >= "usage_students"."days")
) STRICT;
--> statement-breakpoint
CREATE INDEX `usage_students_by_last` ON `usage_students` (`course_id`,`last_at`);--> statement-breakpoint
CREATE INDEX `usage_students_by_student` ON `usage_students` (`student_id`);--> statement-breakpoint
ALTER TABLE `access_events` ADD `day` text;--> statement-breakpoint
CREATE INDEX `access_events_by_day` ON `access_events` (`day`,`course_id`,`student_id`);--> statement-breakpoint
CREATE INDEX `access_events_to_count` ON `access_events` (`at`,`id`) WHERE day is null;