ALTER TABLE `provider_events` ADD `payment_id` text;--> statement-breakpoint
CREATE INDEX `provider_events_by_payment` ON `provider_events` (`payment_id`,`received_at`);--> statement-breakpoint
CREATE INDEX `audit_log_by_time` ON `audit_log` (`at`,`seq`);