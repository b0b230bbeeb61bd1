ALTER TABLE "users" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "translations" jsonb;--> statement-breakpoint
ALTER TABLE "outbox" ADD COLUMN "language" text;