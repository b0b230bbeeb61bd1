-- A role came with the invitation; now it comes when the invitation is accepted. Whoever was invited and has never confirmed
-- their address gives the role back, and the link in their mail brings it as soon as they follow it.
INSERT INTO "invitations" ("id", "token_hash", "email", "name", "role", "user_id", "created_at", "expires_at")
SELECT 'inv_' || substr(c."id", 5), c."code_hash", u."email", u."name",
	CASE
		WHEN EXISTS (SELECT 1 FROM "user_roles" o WHERE o."user_id" = u."id" AND o."role" = 'owner') THEN 'owner'
		ELSE (SELECT min(r."role") FROM "user_roles" r WHERE r."user_id" = u."id" AND r."role" <> 'student')
	END,
	u."id", c."created_at", c."expires_at"
FROM "login_codes" c
JOIN "users" u ON u."id" = c."user_id"
WHERE c."purpose" = 'owner' AND c."used_at" IS NULL AND u."verified_at" IS NULL
	AND EXISTS (SELECT 1 FROM "user_roles" r WHERE r."user_id" = u."id" AND r."role" <> 'student')
	AND NOT EXISTS (
		SELECT 1 FROM "login_codes" n
		WHERE n."user_id" = c."user_id" AND n."purpose" = 'owner' AND n."used_at" IS NULL
			AND (n."created_at" > c."created_at" OR (n."created_at" = c."created_at" AND n."id" > c."id"))
	);
--> statement-breakpoint
DELETE FROM "user_roles"
WHERE "role" <> 'student'
	AND "user_id" IN (SELECT "user_id" FROM "invitations" WHERE "accepted_at" IS NULL AND "user_id" IS NOT NULL);
