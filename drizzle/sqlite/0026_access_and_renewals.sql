CREATE TABLE `renewals` (
	`id` text PRIMARY KEY NOT NULL,
	`enrolment_id` text NOT NULL,
	`student_id` text NOT NULL,
	`course_id` text NOT NULL,
	`state` text NOT NULL,
	`renews_from` integer NOT NULL,
	`days` integer NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`answer` text DEFAULT '' NOT NULL,
	`order_line_id` text,
	`grant_id` text,
	`created_at` integer NOT NULL,
	`decided_at` integer,
	FOREIGN KEY (`enrolment_id`) REFERENCES `enrolments`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`student_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`course_id`) REFERENCES `courses`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`order_line_id`) REFERENCES `order_lines`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`grant_id`) REFERENCES `grants`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "renewals_state" CHECK("renewals"."state" in ('requested', 'awaiting_payment', 'granted', 'declined', 'cancelled', 'refunded')),
	CONSTRAINT "renewals_days" CHECK("renewals"."days" > 0),
	CONSTRAINT "renewals_reason_length" CHECK(length("renewals"."reason") <= 1000),
	CONSTRAINT "renewals_answer_length" CHECK(length("renewals"."answer") <= 1000)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `renewals_once` ON `renewals` (`enrolment_id`,`renews_from`) WHERE state in ('requested', 'awaiting_payment', 'granted');--> statement-breakpoint
CREATE UNIQUE INDEX `renewals_one_open` ON `renewals` (`enrolment_id`) WHERE state in ('requested', 'awaiting_payment');--> statement-breakpoint
CREATE UNIQUE INDEX `renewals_by_line` ON `renewals` (`order_line_id`);--> statement-breakpoint
CREATE INDEX `renewals_by_created` ON `renewals` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `renewals_by_state` ON `renewals` (`state`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `renewals_by_student` ON `renewals` (`student_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `renewals_by_grant` ON `renewals` (`grant_id`);--> statement-breakpoint
ALTER TABLE `cohorts` ADD `access_until` text;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `renewal` text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `renewal_days` integer;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `renewal_price_minor` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `cohorts` ADD `renewals_max` integer;--> statement-breakpoint
ALTER TABLE `grants` ADD `step` text;--> statement-breakpoint
ALTER TABLE `grants` ADD `note` text;--> statement-breakpoint
ALTER TABLE `grants` ADD `days` integer;--> statement-breakpoint
ALTER TABLE `grants` ADD `order_line_id` text REFERENCES order_lines(id);--> statement-breakpoint
ALTER TABLE `grants` ADD `reminded_days` integer;--> statement-breakpoint
CREATE INDEX `grants_by_end` ON `grants` (`ends_at`,`id`) WHERE revoked_at is null and ends_at is not null;--> statement-breakpoint
ALTER TABLE `order_lines` ADD `kind` text DEFAULT 'enrolment' NOT NULL;
--> statement-breakpoint
-- What students ask for waits for a person, too.
DROP VIEW "pending_requests";
--> statement-breakpoint
CREATE VIEW "pending_requests" AS
SELECT 'reviews' AS "kind", o."id", o."created_at" AS "since", NULL AS "due_at"
FROM "orders" o WHERE o."review_reason" IS NOT NULL
UNION ALL
SELECT 'transfers', p."id", p."created_at", p."expires_at"
FROM "payments" p WHERE p."state" IN ('created', 'pending') AND p."provider" = 'bank'
UNION ALL
SELECT 'payouts', r."id", r."created_at", NULL
FROM "refunds" r JOIN "payments" p ON p."id" = r."payment_id"
WHERE r."state" IN ('requested', 'submitted') AND +p."provider" = 'bank'
UNION ALL
SELECT 'refunds', r."id", r."created_at", NULL
FROM "refunds" r WHERE r."state" = 'failed'
	AND NOT EXISTS (SELECT 1 FROM "refunds" n WHERE n."payment_id" = r."payment_id" AND n."created_at" > r."created_at")
UNION ALL
SELECT 'mails', m."id", m."created_at", NULL
FROM "outbox" m WHERE m."state" = 'failed'
UNION ALL
SELECT 'offers', w."id", w."since", w."offer_expires_at"
FROM "waiting_list" w WHERE w."state" = 'offered'
UNION ALL
SELECT 'unassigned', t."id", t."created_at", NULL
FROM "tickets" t WHERE t."state" IN ('new', 'open') AND t."assignee_id" IS NULL
UNION ALL
SELECT 'disputes', d."id", d."created_at", d."respond_by"
FROM "disputes" d WHERE d."state" = 'open'
UNION ALL
SELECT 'discrepancies', c."id", c."found_at", NULL
FROM "discrepancies" c WHERE c."settled_at" IS NULL
UNION ALL
SELECT 'renewals', n."id", n."created_at", NULL
FROM "renewals" n WHERE n."state" = 'requested';
