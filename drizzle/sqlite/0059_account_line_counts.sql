ALTER TABLE `accounting_totals` ADD `line_count` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX `provider_transactions_payouts` ON `provider_transactions` (`occurred_at`) WHERE kind = 'payout';--> statement-breakpoint
UPDATE `accounting_totals` SET `line_count` = (
  SELECT count(*) FROM `accounting_lines`
  WHERE `accounting_lines`.`account` = `accounting_totals`.`account` AND `accounting_lines`.`detail` = `accounting_totals`.`detail`
    AND `accounting_lines`.`period` = `accounting_totals`.`period` AND `accounting_lines`.`currency` = `accounting_totals`.`currency`
);
