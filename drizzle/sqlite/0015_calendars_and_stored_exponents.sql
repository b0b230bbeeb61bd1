CREATE TABLE `cancelled_meetings` (
	`id` text PRIMARY KEY NOT NULL,
	`cohort_id` text NOT NULL,
	`title` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`place` text NOT NULL,
	`sequence` integer NOT NULL,
	`cancelled_at` integer NOT NULL,
	FOREIGN KEY (`cohort_id`) REFERENCES `cohorts`(`id`) ON UPDATE no action ON DELETE no action
) STRICT;
--> statement-breakpoint
CREATE INDEX `cancelled_meetings_by_cohort` ON `cancelled_meetings` (`cohort_id`,`starts_at`);--> statement-breakpoint
CREATE TABLE `stored_exponents` (
	`currency` text PRIMARY KEY NOT NULL,
	`exponent` integer
) STRICT;
--> statement-breakpoint
ALTER TABLE `meetings` ADD `sequence` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `meetings` ADD `changed_at` integer;--> statement-breakpoint
-- Amounts of before were read with the decimals that the runtime gave their currency. The next start decides how many those were.
INSERT INTO "stored_exponents" ("currency", "exponent")
SELECT "currency", CAST(NULL AS integer) FROM "cohorts"
UNION SELECT "currency", CAST(NULL AS integer) FROM "orders"
UNION SELECT "currency", CAST(NULL AS integer) FROM "payments"
UNION SELECT "currency", CAST(NULL AS integer) FROM "refunds"
UNION SELECT "currency", CAST(NULL AS integer) FROM "disputes"
UNION SELECT "currency", CAST(NULL AS integer) FROM "postings";
