CREATE TABLE "claim_links" (
	"id" text PRIMARY KEY NOT NULL,
	"order_line_id" text NOT NULL,
	"cohort_id" text NOT NULL,
	"state" text NOT NULL,
	"name" text DEFAULT '' NOT NULL,
	"email" text,
	"version" bigint DEFAULT 1 NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"mailed_at" timestamp (3) with time zone,
	"enrolment_id" text,
	"claimed_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "claim_links_state" CHECK ("claim_links"."state" in ('unpaid', 'open', 'claimed', 'cancelled')),
	CONSTRAINT "claim_links_claimed" CHECK ("claim_links"."state" <> 'claimed' or "claim_links"."enrolment_id" is not null),
	CONSTRAINT "claim_links_version" CHECK ("claim_links"."version" > 0),
	CONSTRAINT "claim_links_name_length" CHECK (length("claim_links"."name") <= 200),
	CONSTRAINT "claim_links_email_length" CHECK (length("claim_links"."email") <= 254)
);
--> statement-breakpoint
ALTER TABLE "claim_links" ADD CONSTRAINT "claim_links_order_line_id_order_lines_id_fk" FOREIGN KEY ("order_line_id") REFERENCES "public"."order_lines"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_links" ADD CONSTRAINT "claim_links_cohort_id_cohorts_id_fk" FOREIGN KEY ("cohort_id") REFERENCES "public"."cohorts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "claim_links" ADD CONSTRAINT "claim_links_enrolment_id_enrolments_id_fk" FOREIGN KEY ("enrolment_id") REFERENCES "public"."enrolments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "claim_links_by_line" ON "claim_links" USING btree ("order_line_id");--> statement-breakpoint
CREATE UNIQUE INDEX "claim_links_by_enrolment" ON "claim_links" USING btree ("enrolment_id");--> statement-breakpoint
CREATE INDEX "claim_links_by_cohort" ON "claim_links" USING btree ("cohort_id","state");--> statement-breakpoint
CREATE INDEX "claim_links_by_created" ON "claim_links" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "claim_links_by_state" ON "claim_links" USING btree ("state","created_at","id");