CREATE TABLE "student_import_rows" (
	"import_id" text NOT NULL,
	"place" bigint NOT NULL,
	"file" text DEFAULT '' NOT NULL,
	"line" bigint NOT NULL,
	"cells" jsonb,
	"outcome" text,
	"notes" jsonb,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "student_import_rows_import_id_place_pk" PRIMARY KEY("import_id","place"),
	CONSTRAINT "student_import_rows_outcome" CHECK ("student_import_rows"."outcome" in ('created', 'changed', 'same', 'skipped', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "student_imports" (
	"id" text PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"file_name" text NOT NULL,
	"format" text NOT NULL,
	"source" text NOT NULL,
	"encoding" text NOT NULL,
	"delimiter" text NOT NULL,
	"header" jsonb NOT NULL,
	"mapping" jsonb NOT NULL,
	"welcome" boolean DEFAULT false NOT NULL,
	"row_count" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "student_imports_state" CHECK ("student_imports"."state" in ('uploaded', 'checking', 'checked', 'running', 'done')),
	CONSTRAINT "student_imports_format" CHECK ("student_imports"."format" in ('matricula', 'moodle', 'oneroster')),
	CONSTRAINT "student_imports_file_name_length" CHECK (length("student_imports"."file_name") <= 255)
);
--> statement-breakpoint
CREATE TABLE "student_keys" (
	"source" text NOT NULL,
	"key" text NOT NULL,
	"user_id" text NOT NULL,
	"said" jsonb NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "student_keys_source_key_pk" PRIMARY KEY("source","key"),
	CONSTRAINT "student_keys_source_length" CHECK (length("student_keys"."source") <= 40),
	CONSTRAINT "student_keys_key_length" CHECK (length("student_keys"."key") <= 300)
);
--> statement-breakpoint
ALTER TABLE "student_import_rows" ADD CONSTRAINT "student_import_rows_import_id_student_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."student_imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "student_imports" ADD CONSTRAINT "student_imports_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "student_keys" ADD CONSTRAINT "student_keys_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "student_import_rows_by_outcome" ON "student_import_rows" USING btree ("import_id","outcome","place");--> statement-breakpoint
CREATE INDEX "student_imports_by_state" ON "student_imports" USING btree ("state","id");--> statement-breakpoint
CREATE INDEX "student_imports_by_created" ON "student_imports" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "student_keys_by_user" ON "student_keys" USING btree ("user_id");