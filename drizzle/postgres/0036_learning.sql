CREATE TABLE "material_sections" (
	"id" text PRIMARY KEY NOT NULL,
	"course_id" text NOT NULL,
	"title" text NOT NULL,
	"translations" jsonb,
	"position" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "material_sections_title_length" CHECK (length("material_sections"."title") <= 300)
);
--> statement-breakpoint
CREATE TABLE "course_positions" (
	"student_id" text NOT NULL,
	"course_id" text NOT NULL,
	"material_id" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "course_positions_student_id_course_id_pk" PRIMARY KEY("student_id","course_id")
);
--> statement-breakpoint
CREATE TABLE "material_progress" (
	"student_id" text NOT NULL,
	"material_id" text NOT NULL,
	"course_id" text NOT NULL,
	"done_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "material_progress_student_id_material_id_pk" PRIMARY KEY("student_id","material_id")
);
--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "completion_materials_percent" bigint;--> statement-breakpoint
ALTER TABLE "cohorts" ADD COLUMN "completion_attendance_percent" bigint;--> statement-breakpoint
ALTER TABLE "materials" ADD COLUMN "section_id" text;--> statement-breakpoint
ALTER TABLE "materials" ADD COLUMN "publish_on" text;--> statement-breakpoint
ALTER TABLE "materials" ADD COLUMN "publish_after_days" bigint;--> statement-breakpoint
ALTER TABLE "materials" ADD COLUMN "is_preview" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "material_sections" ADD CONSTRAINT "material_sections_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_positions" ADD CONSTRAINT "course_positions_student_id_users_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_positions" ADD CONSTRAINT "course_positions_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_positions" ADD CONSTRAINT "course_positions_material_id_materials_id_fk" FOREIGN KEY ("material_id") REFERENCES "public"."materials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "material_progress" ADD CONSTRAINT "material_progress_student_id_users_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "material_progress" ADD CONSTRAINT "material_progress_material_id_materials_id_fk" FOREIGN KEY ("material_id") REFERENCES "public"."materials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "material_progress" ADD CONSTRAINT "material_progress_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "material_sections_by_course" ON "material_sections" USING btree ("course_id","position","id");--> statement-breakpoint
CREATE INDEX "course_positions_by_material" ON "course_positions" USING btree ("material_id");--> statement-breakpoint
CREATE INDEX "material_progress_by_course" ON "material_progress" USING btree ("course_id","student_id");--> statement-breakpoint
CREATE INDEX "material_progress_by_material" ON "material_progress" USING btree ("material_id");--> statement-breakpoint
ALTER TABLE "materials" ADD CONSTRAINT "materials_section_id_material_sections_id_fk" FOREIGN KEY ("section_id") REFERENCES "public"."material_sections"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "materials_by_section" ON "materials" USING btree ("section_id");