-- What may only ever be added to. A mistake is mended by a further row, never by changing one.
CREATE TRIGGER `audit_log_no_update` BEFORE UPDATE ON `audit_log` BEGIN
	SELECT RAISE(ABORT, 'the audit log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `audit_log_no_delete` BEFORE DELETE ON `audit_log` BEGIN
	SELECT RAISE(ABORT, 'the audit log is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `journals_no_update` BEFORE UPDATE ON `journals` BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `journals_no_delete` BEFORE DELETE ON `journals` BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `postings_no_update` BEFORE UPDATE ON `postings` BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `postings_no_delete` BEFORE DELETE ON `postings` BEGIN
	SELECT RAISE(ABORT, 'the ledger is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `state_changes_no_update` BEFORE UPDATE ON `state_changes` BEGIN
	SELECT RAISE(ABORT, 'the history is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `state_changes_no_delete` BEFORE DELETE ON `state_changes` BEGIN
	SELECT RAISE(ABORT, 'the history is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `ticket_messages_no_update` BEFORE UPDATE ON `ticket_messages` BEGIN
	SELECT RAISE(ABORT, 'a conversation is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER `ticket_messages_no_delete` BEFORE DELETE ON `ticket_messages` BEGIN
	SELECT RAISE(ABORT, 'a conversation is append-only');
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE `course_fts` USING fts5(`title`, `body`, content='course_search', content_rowid='row', tokenize='trigram');
--> statement-breakpoint
CREATE TRIGGER `course_search_added` AFTER INSERT ON `course_search` BEGIN
	INSERT INTO `course_fts` (rowid, title, body) VALUES (new.row, new.title, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER `course_search_removed` AFTER DELETE ON `course_search` BEGIN
	INSERT INTO `course_fts` (`course_fts`, rowid, title, body) VALUES ('delete', old.row, old.title, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER `course_search_changed` AFTER UPDATE ON `course_search` BEGIN
	INSERT INTO `course_fts` (`course_fts`, rowid, title, body) VALUES ('delete', old.row, old.title, old.body);
	INSERT INTO `course_fts` (rowid, title, body) VALUES (new.row, new.title, new.body);
END;
