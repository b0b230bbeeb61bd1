CREATE TABLE "payment_aliases" (
	"alias" text NOT NULL,
	"payment_id" text NOT NULL,
	CONSTRAINT "payment_aliases_alias_payment_id_pk" PRIMARY KEY("alias","payment_id")
);
--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "payee_holder" text;--> statement-breakpoint
ALTER TABLE "refunds" ADD COLUMN "payee_iban" text;--> statement-breakpoint
ALTER TABLE "payment_aliases" ADD CONSTRAINT "payment_aliases_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "payments_by_amount" ON "payments" USING btree ("amount_minor","created_at");--> statement-breakpoint
CREATE INDEX "refunds_by_reference" ON "refunds" USING btree ("reference");
--> statement-breakpoint
-- What waits for a person, now with the refunds that somebody must send by bank transfer as well.
DROP VIEW "pending_requests";
--> statement-breakpoint
CREATE VIEW "pending_requests" AS
SELECT 'attention' AS "kind", o."id", o."created_at" AS "since", NULL::timestamptz AS "due_at"
FROM "orders" o WHERE o."attention" IS NOT NULL
UNION ALL
SELECT 'transfers', p."id", p."created_at", p."expires_at"
FROM "payments" p WHERE p."state" IN ('created', 'pending') AND p."provider" = 'bank'
UNION ALL
SELECT 'payouts', r."id", r."created_at", NULL::timestamptz
FROM "refunds" r JOIN "payments" p ON p."id" = r."payment_id"
WHERE r."state" IN ('requested', 'submitted') AND p."provider" = 'bank'
UNION ALL
SELECT 'refunds', r."id", r."created_at", NULL::timestamptz
FROM "refunds" r WHERE r."state" = 'failed'
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
FROM "discrepancies" c WHERE c."settled_at" IS NULL;
--> statement-breakpoint
-- Orders that ended while money of them was still the customer's call for a person, unless one has looked already.
UPDATE "orders" SET "attention" = 'refund_due'
WHERE "state" IN ('cancelled', 'expired') AND "attention" IS NULL
	AND NOT EXISTS (
		SELECT 1 FROM "audit_log" a
		WHERE a."action" = 'order.resolve' AND a."object_type" = 'order' AND a."object_id" = "orders"."id"
	)
	AND (
		SELECT coalesce(sum(p."amount_minor"), 0) FROM "postings" p
		WHERE p."account" = 'customer_funds' AND p."currency" = "orders"."currency" AND p."detail" = "orders"."id"
	) + (
		SELECT coalesce(sum(r."amount_minor"), 0) FROM "refunds" r JOIN "payments" p ON p."id" = r."payment_id"
		WHERE p."order_id" = "orders"."id" AND r."state" IN ('requested', 'submitted')
	) < 0;
