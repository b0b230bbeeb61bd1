-- What is before a closed month is closed with it.
DROP TRIGGER `accounting_entries_in_open_period`;
--> statement-breakpoint
CREATE TRIGGER `accounting_entries_in_open_period` BEFORE INSERT ON `accounting_entries`
WHEN EXISTS (SELECT 1 FROM `accounting_periods` WHERE `period` >= NEW.`period` AND `closed_at` IS NOT NULL)
BEGIN
	SELECT RAISE(ABORT, 'this accounting period is closed');
END;
