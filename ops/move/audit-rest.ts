import type { StoredEntry } from "#domain/audit/to-audit-entry.ts";
import { message, type Said } from "#messages/message.ts";
import { createAuditChainVerifier } from "../backup/audit-chain.ts";

/** SQL: the audit entries from a number on. */
export const ROWS_FROM = (seq: string) => `SELECT * FROM audit_log WHERE seq >= ${seq} ORDER BY seq`;

/** What is wrong with the chain after an entry that is known to be right; `rows` begin with that one, if there is any. */
export function findFaultAfter(seq: number, rows: readonly StoredEntry[]): Said[] {
  const known = rows.find((row) => Number(row.seq) === seq);
  const chain = createAuditChainVerifier(known?.hash);
  for (const row of rows) if (row !== known) chain.add(row);
  return faultOf(chain.brokenAt());
}

export const faultOf = (entry: number | undefined): Said[] =>
  entry === undefined ? [] : [message("backup.audit_chain_is_broken", { entry: String(entry) })];
