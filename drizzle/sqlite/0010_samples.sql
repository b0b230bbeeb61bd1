CREATE TABLE `samples` (
	`at` integer NOT NULL,
	`process` text NOT NULL,
	`figures` text NOT NULL,
	PRIMARY KEY(`at`, `process`)
) STRICT;
