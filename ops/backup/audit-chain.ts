import { UNSEALED } from "#db/chains.ts";
import { hashAuditEntry } from "#domain/audit.ts";
import { type StoredEntry, toAuditEntry } from "#domain/audit/to-audit-entry.ts";

export const AUDIT_ROWS = "SELECT * FROM audit_log ORDER BY seq";
/** The last entry that the chain has reached. */
export const AUDIT_HEAD = `SELECT seq, hash FROM audit_log WHERE hash <> '${UNSEALED}' ORDER BY seq DESC LIMIT 1`;

/**
 * Follows the audit log's chain from row to row. `brokenAt` answers the first entry whose hash is not over itself and the one before;
 * `previous` is the hash before the first that is added. Entries that are not sealed yet stand behind all others.
 */
export function createAuditChainVerifier(previous = "") {
  let firstUnsealed: number | undefined;
  let brokenAt: number | undefined;
  return {
    add(row: StoredEntry): void {
      if (brokenAt !== undefined) return;
      const entry = toAuditEntry(row);
      if (row.hash === UNSEALED) firstUnsealed ??= entry.seq;
      else if (firstUnsealed !== undefined) brokenAt = firstUnsealed;
      else if (hashAuditEntry(previous, entry) === row.hash) previous = row.hash;
      else brokenAt = entry.seq;
    },
    brokenAt: () => brokenAt,
  };
}
