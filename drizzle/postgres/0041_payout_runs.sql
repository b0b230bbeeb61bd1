CREATE TABLE "payout_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"state" text NOT NULL,
	"currency" text NOT NULL,
	"debtor_holder" text NOT NULL,
	"debtor_iban" text NOT NULL,
	"requested_on" text NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"created_by" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"downloaded_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "payout_runs_state" CHECK ("payout_runs"."state" in ('open', 'sent', 'cancelled'))
);
--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "payout_run_id" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "returned_id" text;--> statement-breakpoint
CREATE UNIQUE INDEX "payout_runs_code" ON "payout_runs" USING btree ("code");--> statement-breakpoint
CREATE INDEX "payout_runs_by_created" ON "payout_runs" USING btree ("created_at","id");--> statement-breakpoint
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payout_run_id_payout_runs_id_fk" FOREIGN KEY ("payout_run_id") REFERENCES "public"."payout_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "refunds_by_created" ON "refunds" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "refunds_by_payout_run" ON "refunds" USING btree ("payout_run_id");--> statement-breakpoint
CREATE UNIQUE INDEX "refunds_returned" ON "refunds" USING btree ("returned_id");