-- What is booked stays: a mistake is undone by an entry that reverses it.
CREATE TRIGGER "accounting_entries_append_only" BEFORE UPDATE OR DELETE ON "accounting_entries" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "accounting_entries_no_truncate" BEFORE TRUNCATE ON "accounting_entries" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "accounting_lines_append_only" BEFORE UPDATE OR DELETE ON "accounting_lines" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "accounting_lines_no_truncate" BEFORE TRUNCATE ON "accounting_lines" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A closed month takes no entry.
CREATE FUNCTION refuse_closed_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT 1 FROM accounting_periods WHERE period = NEW.period AND closed_at IS NOT NULL) THEN
		RAISE EXCEPTION 'this accounting period is closed';
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "accounting_entries_in_open_period" BEFORE INSERT ON "accounting_entries" FOR EACH ROW EXECUTE FUNCTION refuse_closed_period();
--> statement-breakpoint
-- The lines of a journal, and of an entry, come to zero in each currency when they are committed.
CREATE FUNCTION refuse_unbalanced_journal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT 1 FROM postings WHERE journal_seq = NEW.journal_seq GROUP BY currency HAVING sum(amount_minor) <> 0) THEN
		RAISE EXCEPTION 'journal % is not in balance', NEW.journal_seq;
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "postings_balance" AFTER INSERT ON "postings" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_journal();
--> statement-breakpoint
CREATE FUNCTION refuse_unbalanced_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT 1 FROM accounting_lines WHERE entry_seq = NEW.entry_seq GROUP BY currency HAVING sum(amount_minor) <> 0) THEN
		RAISE EXCEPTION 'entry % is not in balance', NEW.entry_seq;
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "accounting_lines_balance" AFTER INSERT ON "accounting_lines" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_unbalanced_entry();
