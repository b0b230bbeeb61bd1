-- What is booked stays: a mistake is undone by an entry that reverses it.
CREATE TRIGGER `accounting_entries_no_update` BEFORE UPDATE ON `accounting_entries` BEGIN
	SELECT RAISE(ABORT, 'the general ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `accounting_entries_no_delete` BEFORE DELETE ON `accounting_entries` BEGIN
	SELECT RAISE(ABORT, 'the general ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `accounting_lines_no_update` BEFORE UPDATE ON `accounting_lines` BEGIN
	SELECT RAISE(ABORT, 'the general ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `accounting_lines_no_delete` BEFORE DELETE ON `accounting_lines` BEGIN
	SELECT RAISE(ABORT, 'the general ledger is append-only');
END;
--> statement-breakpoint
-- A closed month takes no entry.
CREATE TRIGGER `accounting_entries_in_open_period` BEFORE INSERT ON `accounting_entries`
WHEN EXISTS (SELECT 1 FROM `accounting_periods` WHERE `period` = NEW.`period` AND `closed_at` IS NOT NULL)
BEGIN
	SELECT RAISE(ABORT, 'this accounting period is closed');
END;
--> statement-breakpoint
-- The lines of a journal, and of an entry, come to zero in each currency when they are committed. SQLite has no check at commit but that of
-- a deferred foreign key: a row of this table points to a parent that cannot be (`no_parent` is always null), so while one is left the
-- commit fails. What is in balance leaves none, and the table is always empty.
CREATE TABLE `unbalanced` (
	`owner` text NOT NULL,
	`seq` integer NOT NULL,
	`currency` text NOT NULL,
	`off_minor` integer NOT NULL,
	`no_parent` integer UNIQUE CHECK (`no_parent` IS NULL),
	`must_be_gone` integer NOT NULL DEFAULT 0 REFERENCES `unbalanced`(`no_parent`) DEFERRABLE INITIALLY DEFERRED,
	PRIMARY KEY (`owner`, `seq`, `currency`)
) STRICT, WITHOUT ROWID;
--> statement-breakpoint
CREATE TRIGGER `postings_balance` AFTER INSERT ON `postings` BEGIN
	INSERT INTO `unbalanced` (`owner`, `seq`, `currency`, `off_minor`) VALUES ('journal', NEW.`journal_seq`, NEW.`currency`, NEW.`amount_minor`)
	ON CONFLICT DO UPDATE SET `off_minor` = `off_minor` + excluded.`off_minor`;
	DELETE FROM `unbalanced` WHERE `owner` = 'journal' AND `seq` = NEW.`journal_seq` AND `currency` = NEW.`currency` AND `off_minor` = 0;
END;
--> statement-breakpoint
CREATE TRIGGER `accounting_lines_balance` AFTER INSERT ON `accounting_lines` BEGIN
	INSERT INTO `unbalanced` (`owner`, `seq`, `currency`, `off_minor`) VALUES ('entry', NEW.`entry_seq`, NEW.`currency`, NEW.`amount_minor`)
	ON CONFLICT DO UPDATE SET `off_minor` = `off_minor` + excluded.`off_minor`;
	DELETE FROM `unbalanced` WHERE `owner` = 'entry' AND `seq` = NEW.`entry_seq` AND `currency` = NEW.`currency` AND `off_minor` = 0;
END;
