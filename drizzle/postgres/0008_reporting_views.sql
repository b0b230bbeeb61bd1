-- What the office waits for and reports on, for whoever reads the database itself as much as for the pages. They know no time:
-- each says from when until when, and who asks compares that with the moment they ask about.

-- Who may open which course, from when until when; a row a grant, and access is the union of them.
CREATE VIEW "active_enrolments" AS
SELECT g."id" AS "grant_id", g."student_id", g."course_id", e."cohort_id", g."enrolment_id", g."why", g."starts_at", g."ends_at"
FROM "grants" g LEFT JOIN "enrolments" e ON e."id" = g."enrolment_id"
WHERE g."revoked_at" IS NULL AND (g."enrolment_id" IS NULL OR e."state" IN ('active', 'completed'));
--> statement-breakpoint
-- The offerings of published courses that have a seat or a waiting list; no number of seats left means that there is no limit.
CREATE VIEW "open_courses" AS
SELECT c."id" AS "course_id", c."slug", c."title", c."subject", c."level", h."id" AS "cohort_id", h."name" AS "cohort_name",
	h."starts_at", h."ends_at", h."timezone", h."opens_at", h."closes_at", h."price_minor", h."currency", h."waiting_list",
	h."capacity" - h."held" - h."taken" AS "seats_left"
FROM "cohorts" h JOIN "courses" c ON c."id" = h."course_id"
WHERE c."state" = 'published' AND h."state" = 'open'
	AND (h."capacity" IS NULL OR h."held" + h."taken" < h."capacity" OR h."waiting_list");
--> statement-breakpoint
-- What waits for a person. "id" is the order, payment, refund, mail, entry of a waiting list or ticket, as "kind" says.
CREATE VIEW "pending_requests" AS
SELECT 'attention' AS "kind", o."id", o."created_at" AS "since", NULL::timestamptz AS "due_at"
FROM "orders" o WHERE o."attention" IS NOT NULL
UNION ALL
SELECT 'transfers', p."id", p."created_at", p."expires_at"
FROM "payments" p WHERE p."state" IN ('created', 'pending') AND p."provider" = 'bank'
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
FROM "tickets" t WHERE t."state" IN ('new', 'open') AND t."assignee_id" IS NULL;
--> statement-breakpoint
-- How much each course's students open it and what is in it.
CREATE VIEW "usage_by_course" AS
SELECT a."course_id", count(*) AS "openings", count(DISTINCT a."student_id") AS "students", min(a."at") AS "first_at", max(a."at") AS "last_at"
FROM "access_events" a GROUP BY a."course_id";
