-- What may only ever be added to. A mistake is mended by a further row, never by changing one.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_log_append_only" BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "audit_log_no_truncate" BEFORE TRUNCATE ON "audit_log" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "journals_append_only" BEFORE UPDATE OR DELETE ON "journals" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "journals_no_truncate" BEFORE TRUNCATE ON "journals" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "postings_append_only" BEFORE UPDATE OR DELETE ON "postings" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "postings_no_truncate" BEFORE TRUNCATE ON "postings" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "state_changes_append_only" BEFORE UPDATE OR DELETE ON "state_changes" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "state_changes_no_truncate" BEFORE TRUNCATE ON "state_changes" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "ticket_messages_append_only" BEFORE UPDATE OR DELETE ON "ticket_messages" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "ticket_messages_no_truncate" BEFORE TRUNCATE ON "ticket_messages" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Search for parts of words is quick with the trigram index and right without it, so a server that lacks the extension still works.
DO $$
BEGIN
	CREATE EXTENSION IF NOT EXISTS pg_trgm;
	CREATE INDEX "course_search_title_trgm" ON "course_search" USING gin ("title" gin_trgm_ops);
	CREATE INDEX "course_search_body_trgm" ON "course_search" USING gin ("body" gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN
	RAISE NOTICE 'searching without pg_trgm: %', SQLERRM;
END $$;
