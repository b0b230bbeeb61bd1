-- Why an order needs review has a name and words of its own. The version before still reads and writes "attention" for the seconds of
-- an update, so that column stays for one version, and triggers hold the two equal. No version has written another word than these
-- ten; an order with one still calls for a person.
ALTER TABLE `orders` ADD `review_reason` text CONSTRAINT "orders_review_reason" CHECK("review_reason" in ('underpaid', 'paid_twice', 'money_after_cancellation', 'late_money_no_seat', 'late_money_enrolled_elsewhere', 'amount_mismatch', 'provider_refused', 'refund_due', 'refunded_outside', 'dispute_lost'));
--> statement-breakpoint
UPDATE "orders" SET "review_reason" = CASE WHEN "attention" IN ('underpaid', 'paid_twice', 'money_after_cancellation', 'late_money_no_seat', 'late_money_enrolled_elsewhere', 'amount_mismatch', 'provider_refused', 'refund_due', 'refunded_outside', 'dispute_lost') THEN "attention" ELSE 'amount_mismatch' END
WHERE "attention" IS NOT NULL;
--> statement-breakpoint
CREATE TRIGGER `orders_review_reason_from_attention` AFTER UPDATE OF `attention` ON `orders`
WHEN NEW."attention" IS NOT OLD."attention" AND NEW."review_reason" IS NOT NEW."attention"
BEGIN
	UPDATE "orders" SET "review_reason" = NEW."attention" WHERE "id" = NEW."id";
END;
--> statement-breakpoint
CREATE TRIGGER `orders_attention_from_review_reason` AFTER UPDATE OF `review_reason` ON `orders`
WHEN NEW."review_reason" IS NOT OLD."review_reason" AND NEW."attention" IS NOT NEW."review_reason"
BEGIN
	UPDATE "orders" SET "attention" = NEW."review_reason" WHERE "id" = NEW."id";
END;
--> statement-breakpoint
DROP INDEX `orders_attention`;
--> statement-breakpoint
CREATE INDEX `orders_to_review` ON `orders` (`created_at`) WHERE review_reason is not null;
--> statement-breakpoint
DROP VIEW "pending_requests";
--> statement-breakpoint
CREATE VIEW "pending_requests" AS
SELECT 'reviews' AS "kind", o."id", o."created_at" AS "since", NULL AS "due_at"
FROM "orders" o WHERE o."review_reason" IS NOT NULL
UNION ALL
SELECT 'transfers', p."id", p."created_at", p."expires_at"
FROM "payments" p WHERE p."state" IN ('created', 'pending') AND +p."provider" = 'bank'
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
FROM "discrepancies" c WHERE c."settled_at" IS NULL;
