-- What is before a closed month is closed with it.
CREATE OR REPLACE FUNCTION refuse_closed_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT 1 FROM accounting_periods WHERE period >= NEW.period AND closed_at IS NOT NULL) THEN
		RAISE EXCEPTION 'this accounting period is closed';
	END IF;
	RETURN NEW;
END $$;
