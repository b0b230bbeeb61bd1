CREATE TABLE "cancelled_meetings" (
	"id" text PRIMARY KEY NOT NULL,
	"cohort_id" text NOT NULL,
	"title" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone NOT NULL,
	"place" text NOT NULL,
	"sequence" bigint NOT NULL,
	"cancelled_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stored_exponents" (
	"currency" text PRIMARY KEY NOT NULL,
	"exponent" bigint
);
--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "sequence" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "changed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "cancelled_meetings" ADD CONSTRAINT "cancelled_meetings_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "cancelled_meetings_by_cohort" ON "cancelled_meetings" USING btree ("cohort_id","starts_at");--> statement-breakpoint
-- Amounts of before were read with the decimals that the runtime gave their currency. The next start decides how many those were.
INSERT INTO "stored_exponents" ("currency", "exponent")
SELECT "currency", CAST(NULL AS integer) FROM "cohorts"
UNION SELECT "currency", CAST(NULL AS integer) FROM "orders"
UNION SELECT "currency", CAST(NULL AS integer) FROM "payments"
UNION SELECT "currency", CAST(NULL AS integer) FROM "refunds"
UNION SELECT "currency", CAST(NULL AS integer) FROM "disputes"
UNION SELECT "currency", CAST(NULL AS integer) FROM "postings";
