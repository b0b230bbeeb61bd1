ALTER TABLE "login_codes" DROP CONSTRAINT "login_codes_purpose";--> statement-breakpoint
ALTER TABLE "login_codes" ADD COLUMN "new_email" text;--> statement-breakpoint
CREATE INDEX "materials_by_file" ON "materials" USING btree ("file_id");--> statement-breakpoint
ALTER TABLE "login_codes" ADD CONSTRAINT "login_codes_new_email_length" CHECK (length("login_codes"."new_email") <= 254);--> statement-breakpoint
ALTER TABLE "login_codes" ADD CONSTRAINT "login_codes_purpose" CHECK ("login_codes"."purpose" in ('sign_in', 'verify', 'reset', 'owner', 'new_address'));