DROP VIEW "work_items";
--> statement-breakpoint
-- The plus is SQLite's, which would otherwise go through all payments of an amount; here it changes nothing.
-- What of the school's money waits for a person, whatever it is, each with since when and how much.
CREATE VIEW "work_items" AS
SELECT 'underpaid:' || o."id" AS "key", 'underpaid' AS "kind", o."id" AS "item_id", o."id" AS "order_id", coalesce(o."review_since", o."created_at") AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	CAST(NULL AS bigint) AS "amount_minor", o."currency" AS "currency", CAST(NULL AS text) AS "who", o."review_reason" AS "detail"
FROM "orders" o WHERE o."review_reason" = 'underpaid'
UNION ALL
SELECT 'overpaid:' || o."id" AS "key", 'overpaid' AS "kind", o."id" AS "item_id", o."id" AS "order_id", coalesce(o."review_since", o."created_at") AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	CAST(NULL AS bigint) AS "amount_minor", o."currency" AS "currency", CAST(NULL AS text) AS "who", o."review_reason" AS "detail"
FROM "orders" o WHERE o."review_reason" = 'paid_twice' AND NOT EXISTS (SELECT 1 FROM "payments" a JOIN "payments" b ON b."order_id" = a."order_id" AND b."id" > a."id" AND +b."amount_minor" = +a."amount_minor"
		AND coalesce(b."first_instalment", 0) = coalesce(a."first_instalment", 0)
	WHERE a."order_id" = o."id" AND a."state" = 'settled' AND b."state" = 'settled')
UNION ALL
SELECT 'duplicate:' || o."id" AS "key", 'duplicate' AS "kind", o."id" AS "item_id", o."id" AS "order_id", coalesce(o."review_since", o."created_at") AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	CAST(NULL AS bigint) AS "amount_minor", o."currency" AS "currency", CAST(NULL AS text) AS "who", o."review_reason" AS "detail"
FROM "orders" o WHERE o."review_reason" = 'paid_twice' AND EXISTS (SELECT 1 FROM "payments" a JOIN "payments" b ON b."order_id" = a."order_id" AND b."id" > a."id" AND +b."amount_minor" = +a."amount_minor"
		AND coalesce(b."first_instalment", 0) = coalesce(a."first_instalment", 0)
	WHERE a."order_id" = o."id" AND a."state" = 'settled' AND b."state" = 'settled')
UNION ALL
SELECT 'late_money:' || o."id" AS "key", 'late_money' AS "kind", o."id" AS "item_id", o."id" AS "order_id", coalesce(o."review_since", o."created_at") AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	CAST(NULL AS bigint) AS "amount_minor", o."currency" AS "currency", CAST(NULL AS text) AS "who", o."review_reason" AS "detail"
FROM "orders" o WHERE o."review_reason" IN ('money_after_cancellation', 'late_money_no_seat', 'late_money_enrolled_elsewhere')
UNION ALL
SELECT 'refund_due:' || o."id" AS "key", 'refund_due' AS "kind", o."id" AS "item_id", o."id" AS "order_id", coalesce(o."review_since", o."created_at") AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	CAST(NULL AS bigint) AS "amount_minor", o."currency" AS "currency", CAST(NULL AS text) AS "who", o."review_reason" AS "detail"
FROM "orders" o WHERE o."review_reason" = 'refund_due'
UNION ALL
SELECT 'reviews:' || o."id" AS "key", 'reviews' AS "kind", o."id" AS "item_id", o."id" AS "order_id", coalesce(o."review_since", o."created_at") AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	CAST(NULL AS bigint) AS "amount_minor", o."currency" AS "currency", CAST(NULL AS text) AS "who", o."review_reason" AS "detail"
FROM "orders" o WHERE o."review_reason" IN ('amount_mismatch', 'provider_refused', 'refunded_outside', 'dispute_lost')
UNION ALL
SELECT 'transfers:' || p."id" AS "key", 'transfers' AS "kind", p."id" AS "item_id", p."order_id" AS "order_id", p."created_at" AS "since", p."expires_at" AS "due_at",
	p."amount_minor" AS "amount_minor", p."currency" AS "currency", CAST(NULL AS text) AS "who", p."reference" AS "detail"
FROM "payments" p WHERE p."state" IN ('created', 'pending') AND p."provider" = 'bank'
UNION ALL
SELECT 'bank_lines:' || l."id" AS "key", 'bank_lines' AS "kind", l."id" AS "item_id", CAST(NULL AS text) AS "order_id", l."created_at" AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	l."amount_minor" AS "amount_minor", l."currency" AS "currency", l."name" AS "who", coalesce(nullif(l."reference", ''), l."text") AS "detail"
FROM "bank_lines" l WHERE l."state" = 'waiting'
UNION ALL
SELECT 'bank_gaps:' || s."id" AS "key", 'bank_gaps' AS "kind", s."id" AS "item_id", NULL AS "order_id", s."created_at" AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	s."opening_minor" - (SELECT b."closing_minor" FROM "bank_statements" b WHERE b."id" = s."previous_id") AS "amount_minor", s."currency" AS "currency",
	(SELECT a."iban" FROM "bank_accounts" a WHERE a."id" = s."account_id") AS "who", s."problem" || ':' || s."opening_on" AS "detail"
FROM "bank_statements" s WHERE s."problem" IS NOT NULL AND s."explained_at" IS NULL
UNION ALL
SELECT 'payouts:' || r."id" AS "key", 'payouts' AS "kind", r."id" AS "item_id", p."order_id" AS "order_id", r."created_at" AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	r."amount_minor" AS "amount_minor", r."currency" AS "currency", r."payee_holder" AS "who", CAST(NULL AS text) AS "detail"
FROM "refunds" r JOIN "payments" p ON p."id" = r."payment_id"
WHERE r."state" IN ('requested', 'submitted') AND p."provider" = 'bank' AND r."returned_id" IS NULL
	AND coalesce(r."approval", 'given') = 'given'
UNION ALL
SELECT 'returned:' || r."id" AS "key", 'returned' AS "kind", r."id" AS "item_id", p."order_id" AS "order_id", r."created_at" AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	r."amount_minor" AS "amount_minor", r."currency" AS "currency", r."payee_holder" AS "who", (SELECT x."failure" FROM "refunds" x WHERE x."id" = r."returned_id") AS "detail"
FROM "refunds" r JOIN "payments" p ON p."id" = r."payment_id"
WHERE r."state" IN ('requested', 'submitted') AND p."provider" = 'bank' AND r."returned_id" IS NOT NULL
	AND coalesce(r."approval", 'given') = 'given'
UNION ALL
SELECT 'refunds:' || r."id" AS "key", 'refunds' AS "kind", r."id" AS "item_id", p."order_id" AS "order_id", r."created_at" AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	r."amount_minor" AS "amount_minor", r."currency" AS "currency", CAST(NULL AS text) AS "who", r."failure" AS "detail"
FROM "refunds" r JOIN "payments" p ON p."id" = r."payment_id"
WHERE r."state" = 'failed' AND coalesce(r."approval", '') <> 'declined'
	AND NOT EXISTS (SELECT 1 FROM "refunds" n WHERE n."payment_id" = r."payment_id" AND n."created_at" > r."created_at")
	AND NOT EXISTS (SELECT 1 FROM "refunds" n WHERE n."returned_id" = r."id")
UNION ALL
SELECT 'approvals:' || r."id" AS "key", 'approvals' AS "kind", r."id" AS "item_id", p."order_id" AS "order_id", r."created_at" AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	r."amount_minor" AS "amount_minor", r."currency" AS "currency", CAST(NULL AS text) AS "who", r."reason" AS "detail"
FROM "refunds" r JOIN "payments" p ON p."id" = r."payment_id" WHERE r."approval" = 'awaited'
UNION ALL
SELECT 'withdrawals:' || w."id" AS "key", 'withdrawals' AS "kind", w."id" AS "item_id", w."order_id" AS "order_id", w."received_at" AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	CAST(NULL AS bigint) AS "amount_minor", CAST(NULL AS text) AS "currency", w."name" AS "who", w."code" AS "detail"
FROM "withdrawals" w WHERE w."state" = 'open'
UNION ALL
SELECT 'disputes:' || d."id" AS "key", 'disputes' AS "kind", d."id" AS "item_id", p."order_id" AS "order_id", d."created_at" AS "since", d."respond_by" AS "due_at",
	d."amount_minor" AS "amount_minor", d."currency" AS "currency", CAST(NULL AS text) AS "who", d."reason" AS "detail"
FROM "disputes" d JOIN "payments" p ON p."id" = d."payment_id" WHERE d."state" = 'open'
UNION ALL
SELECT 'late:' || i."id" AS "key", 'late' AS "kind", i."id" AS "item_id", i."order_id" AS "order_id", i."late_from" AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	i."amount_minor" AS "amount_minor", o."currency" AS "currency", CAST(NULL AS text) AS "who", i."kind" || ':' || CAST(i."number" AS text) AS "detail"
FROM "order_instalments" i JOIN "orders" o ON o."id" = i."order_id"
WHERE i."state" = 'due' AND (
	(o."state" = 'paid' AND (i."kind" = 'part' OR (i."kind" = 'fee' AND NOT EXISTS (SELECT 1 FROM "order_instalments" q WHERE q."order_id" = i."order_id" AND q."number" = i."number" AND q."kind" = 'part' AND q."state" = 'due'))))
	OR (o."state" = 'cancelled' AND i."kind" = 'cancellation_fee'))
UNION ALL
SELECT 'declined:' || p."id" AS "key", 'declined' AS "kind", p."id" AS "item_id", p."order_id" AS "order_id", p."created_at" AS "since", i."late_from" AS "due_at",
	p."amount_minor" AS "amount_minor", p."currency" AS "currency", CAST(NULL AS text) AS "who", p."failure" AS "detail"
FROM "payments" p
JOIN "order_instalments" i ON i."order_id" = p."order_id" AND i."number" = p."first_instalment" AND i."kind" = 'part' AND i."state" = 'due'
JOIN "orders" o ON o."id" = p."order_id" AND o."state" = 'paid'
WHERE p."saved_card_id" IS NOT NULL AND p."state" = 'failed'
UNION ALL
SELECT 'invoices:' || v."id" AS "key", 'invoices' AS "kind", v."id" AS "item_id", v."order_id" AS "order_id", coalesce(v."failed_at", v."issued_at") AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	v."total_minor" AS "amount_minor", v."currency" AS "currency", v."buyer_name" AS "who",
	CASE WHEN v."file_id" IS NULL AND v."failure" IS NOT NULL THEN 'file:' WHEN v."e_invoice_failure" IS NOT NULL AND v."state" <> 'cancelled' THEN 'e_invoice:' ELSE 'mail:' END || v."code" AS "detail"
FROM "invoices" v WHERE v."id" IN (
	SELECT f."id" FROM "invoices" f WHERE f."file_id" IS NULL AND f."failure" IS NOT NULL
	UNION ALL SELECT e."id" FROM "invoices" e WHERE e."e_invoice_failure" IS NOT NULL AND e."state" <> 'cancelled'
	UNION ALL SELECT m."dedupe_key" FROM "outbox" m WHERE m."state" = 'failed' AND m."kind" = 'invoice_issued')
UNION ALL
SELECT 'vat_ids:' || b."order_id" AS "key", 'vat_ids' AS "kind", b."order_id" AS "item_id", b."order_id" AS "order_id", coalesce(b."vat_checked_at", b."updated_at") AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	o."total_minor" AS "amount_minor", o."currency" AS "currency", coalesce(nullif(b."company", ''), b."name") AS "who", b."vat_id" AS "detail"
FROM "order_billing" b JOIN "orders" o ON o."id" = b."order_id"
WHERE b."vat_check" = 'invalid' AND b."vat_accepted_at" IS NULL AND o."state" IN ('awaiting_payment', 'paid')
	AND EXISTS (SELECT 1 FROM "order_lines" l WHERE l."order_id" = b."order_id" AND l."tax_category" = 'reverse_charge')
UNION ALL
SELECT 'differences:' || d."id" AS "key", 'differences' AS "kind", d."id" AS "item_id", (SELECT p."order_id" FROM "payments" p WHERE p."id" = coalesce(
		(SELECT r."payment_id" FROM "refunds" r WHERE d."our_type" = 'refund' AND r."id" = d."our_id"),
		(SELECT s."payment_id" FROM "disputes" s WHERE d."our_type" = 'dispute' AND s."id" = d."our_id"), d."our_id")) AS "order_id", d."found_at" AS "since", CAST(NULL AS timestamp with time zone) AS "due_at",
	coalesce(d."their_minor", d."our_minor") AS "amount_minor", coalesce(d."their_currency", d."our_currency") AS "currency", CAST(NULL AS text) AS "who", d."kind" AS "detail"
FROM "provider_differences" d WHERE d."resolved_at" IS NULL;
