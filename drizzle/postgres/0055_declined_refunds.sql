-- A refund that a second person has declined has not failed: nobody needs to try it again.
DROP VIEW "pending_requests";
--> statement-breakpoint
CREATE VIEW "pending_requests" AS
SELECT 'reviews' AS "kind", o."id", o."created_at" AS "since", NULL::timestamptz AS "due_at"
FROM "orders" o WHERE o."review_reason" IS NOT NULL
UNION ALL
SELECT 'transfers', p."id", p."created_at", p."expires_at"
FROM "payments" p WHERE p."state" IN ('created', 'pending') AND p."provider" = 'bank'
UNION ALL
SELECT 'payouts', r."id", r."created_at", NULL::timestamptz
FROM "refunds" r JOIN "payments" p ON p."id" = r."payment_id"
WHERE r."state" IN ('requested', 'submitted') AND p."provider" = 'bank'
UNION ALL
SELECT 'refunds', r."id", r."created_at", NULL::timestamptz
FROM "refunds" r WHERE r."state" = 'failed' AND coalesce(r."approval", '') <> 'declined'
	AND NOT EXISTS (SELECT 1 FROM "refunds" n WHERE n."payment_id" = r."payment_id" AND n."created_at" > r."created_at")
UNION ALL
SELECT 'mails', m."id", m."created_at", NULL::timestamptz
FROM "outbox" m WHERE m."state" = 'failed'
UNION ALL
SELECT 'offers', w."id", w."since", w."offer_expires_at"
FROM "waiting_list" w WHERE w."state" = 'offered'
UNION ALL
SELECT 'unassigned', t."id", t."created_at", NULL::timestamptz
FROM "tickets" t WHERE t."state" IN ('new', 'open') AND t."assignee_id" IS NULL
UNION ALL
SELECT 'disputes', d."id", d."created_at", d."respond_by"
FROM "disputes" d WHERE d."state" = 'open'
UNION ALL
SELECT 'discrepancies', c."id", c."found_at", NULL::timestamptz
FROM "discrepancies" c WHERE c."settled_at" IS NULL
UNION ALL
SELECT 'renewals', n."id", n."created_at", NULL::timestamptz
FROM "renewals" n WHERE n."state" = 'requested';
