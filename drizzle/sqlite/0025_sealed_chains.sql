-- Here every entry of a chain is sealed in the transaction that writes it. What PostgreSQL needs in this migration has no counterpart.
SELECT 1;
