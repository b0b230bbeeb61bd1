-- Writes that run side by side cannot each read the end of a hash chain. An entry is written with a number from a sequence and an empty
-- hash, and is sealed after its commit, in the order of the numbers (domain/maintenance/seal-chains.ts).
CREATE SEQUENCE "audit_log_numbers" OWNED BY "audit_log"."seq";
--> statement-breakpoint
CREATE SEQUENCE "journals_numbers" OWNED BY "journals"."seq";
--> statement-breakpoint
SELECT setval('audit_log_numbers', coalesce(max("seq"), 0) + 1, false) FROM "audit_log";
--> statement-breakpoint
SELECT setval('journals_numbers', coalesce(max("seq"), 0) + 1, false) FROM "journals";
--> statement-breakpoint
-- Sealing is the only change: an empty hash becomes one, once, and nothing else of the row changes.
CREATE FUNCTION refuse_change_but_sealing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	seal text := NEW."hash";
BEGIN
	IF OLD."hash" = '' AND seal <> '' THEN
		NEW."hash" := '';
		IF NEW IS NOT DISTINCT FROM OLD THEN
			NEW."hash" := seal;
			RETURN NEW;
		END IF;
	END IF;
	RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$;
--> statement-breakpoint
DROP TRIGGER "audit_log_append_only" ON "audit_log";
--> statement-breakpoint
DROP TRIGGER "journals_append_only" ON "journals";
--> statement-breakpoint
CREATE TRIGGER "audit_log_no_delete" BEFORE DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "journals_no_delete" BEFORE DELETE ON "journals" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER "audit_log_only_sealed" BEFORE UPDATE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION refuse_change_but_sealing();
--> statement-breakpoint
CREATE TRIGGER "journals_only_sealed" BEFORE UPDATE ON "journals" FOR EACH ROW EXECUTE FUNCTION refuse_change_but_sealing();
--> statement-breakpoint
-- The version before still writes for the seconds of an update: an entry with the next number and a hash over the last entry. When that
-- one is not sealed yet, the hash is over nothing and is left to the sealer; and no number is given twice. The next version drops this.
CREATE FUNCTION adopt_sealed_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	last_hash text;
	last_number bigint;
BEGIN
	EXECUTE format('SELECT "hash" FROM %I ORDER BY "seq" DESC LIMIT 1', TG_TABLE_NAME) INTO last_hash;
	IF last_hash = '' THEN
		NEW."hash" := '';
	END IF;
	EXECUTE format('SELECT "last_value" FROM %I', TG_TABLE_NAME || '_numbers') INTO last_number;
	IF NEW."seq" >= last_number THEN
		PERFORM setval((TG_TABLE_NAME || '_numbers')::regclass, NEW."seq");
	END IF;
	RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "audit_log_adopt_sealed" BEFORE INSERT ON "audit_log" FOR EACH ROW WHEN (NEW."hash" <> '') EXECUTE FUNCTION adopt_sealed_entry();
--> statement-breakpoint
CREATE TRIGGER "journals_adopt_sealed" BEFORE INSERT ON "journals" FOR EACH ROW WHEN (NEW."hash" <> '') EXECUTE FUNCTION adopt_sealed_entry();
