-- Jobs are called by what they do. When each ran last goes with it, so none of them begins anew, and what failed is still said.
UPDATE "leases" SET "job" = CASE "job"
	WHEN 'tell-sandbox-messages' THEN 'deliver-sandbox-events'
	WHEN 'examine' THEN 'run-checks'
	WHEN 'keep-ledger-mark' THEN 'store-ledger-checkpoint'
	WHEN 'sweep-sessions' THEN 'purge-sessions'
	WHEN 'sweep-codes' THEN 'purge-codes'
	WHEN 'sweep-rate-limits' THEN 'purge-rate-limits'
	WHEN 'sweep-idempotency-keys' THEN 'purge-idempotency-keys'
	WHEN 'sweep-files' THEN 'purge-files'
	WHEN 'count-again' THEN 'reconcile-counters'
END
WHERE "job" IN ('tell-sandbox-messages', 'examine', 'keep-ledger-mark', 'sweep-sessions', 'sweep-codes', 'sweep-rate-limits', 'sweep-idempotency-keys', 'sweep-files', 'count-again');
