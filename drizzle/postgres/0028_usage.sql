CREATE TABLE "usage_days" (
	"course_id" text NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"openings" bigint NOT NULL,
	"students" bigint NOT NULL,
	CONSTRAINT "usage_days_course_id_day_pk" PRIMARY KEY("course_id","day"),
	CONSTRAINT "usage_days_counts" CHECK ("usage_days"."students" >= 0 and "usage_days"."openings" >= "usage_days"."students")
);
--> statement-breakpoint
CREATE TABLE "usage_material_students" (
	"student_id" text NOT NULL,
	"material_id" text NOT NULL,
	"openings" bigint NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_material_students_student_id_material_id_pk" PRIMARY KEY("student_id","material_id"),
	CONSTRAINT "usage_material_students_openings" CHECK ("usage_material_students"."openings" > 0)
);
--> statement-breakpoint
CREATE TABLE "usage_materials" (
	"material_id" text PRIMARY KEY NOT NULL,
	"openings" bigint NOT NULL,
	"students" bigint NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_materials_counts" CHECK ("usage_materials"."students" >= 0 and "usage_materials"."openings" >= "usage_materials"."students")
);
--> statement-breakpoint
CREATE TABLE "usage_student_days" (
	"student_id" text NOT NULL,
	"course_id" text NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"openings" bigint NOT NULL,
	CONSTRAINT "usage_student_days_student_id_course_id_day_pk" PRIMARY KEY("student_id","course_id","day"),
	CONSTRAINT "usage_student_days_openings" CHECK ("usage_student_days"."openings" > 0)
);
--> statement-breakpoint
CREATE TABLE "usage_students" (
	"course_id" text NOT NULL,
	"student_id" text NOT NULL,
	"openings" bigint NOT NULL,
	"days" bigint NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_students_course_id_student_id_pk" PRIMARY KEY("course_id","student_id"),
	CONSTRAINT "usage_students_counts" CHECK ("usage_students"."days" >= 0 and "usage_students"."openings" >= "usage_students"."days")
);
--> statement-breakpoint
ALTER TABLE "access_events" ADD COLUMN "day" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_material_students" ADD CONSTRAINT "usage_material_students_student_id_users_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_material_students" ADD CONSTRAINT "usage_material_students_material_id_materials_id_fk" FOREIGN KEY ("material_id") REFERENCES "public"."materials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_materials" ADD CONSTRAINT "usage_materials_material_id_materials_id_fk" FOREIGN KEY ("material_id") REFERENCES "public"."materials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_student_days" ADD CONSTRAINT "usage_student_days_student_id_users_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_student_days" ADD CONSTRAINT "usage_student_days_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_students" ADD CONSTRAINT "usage_students_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_students" ADD CONSTRAINT "usage_students_student_id_users_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_days_by_day" ON "usage_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "usage_material_students_by_material" ON "usage_material_students" USING btree ("material_id");--> statement-breakpoint
CREATE INDEX "usage_student_days_by_day" ON "usage_student_days" USING btree ("course_id","day");--> statement-breakpoint
CREATE INDEX "usage_students_by_last" ON "usage_students" USING btree ("course_id","last_at");--> statement-breakpoint
CREATE INDEX "usage_students_by_student" ON "usage_students" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "access_events_by_day" ON "access_events" USING btree ("day","course_id","student_id");--> statement-breakpoint
CREATE INDEX "access_events_to_count" ON "access_events" USING btree ("at","id") WHERE day is null;