import { type AuditEntry, hashAuditEntry } from "#domain/audit.ts";

/** A row of the audit log as either engine's driver gives it. */
export type AuditRow = {
  seq: number | string;
  at: number | Date;
  actor_type: string;
  actor_id: string;
  action: string;
  object_type: string;
  object_id: string;
  before: unknown;
  after: unknown;
  request_id: string;
  hash: string;
};

export const AUDIT_ROWS = "SELECT * FROM audit_log ORDER BY seq";

/** Follows the audit log's chain from row to row. `brokenAt` answers the first entry whose hash is not over itself and the one before. */
export function createAuditChainVerifier() {
  let previous = "";
  let brokenAt: number | undefined;
  return {
    add(row: AuditRow): void {
      const entry = entryOf(row);
      if (brokenAt === undefined && hashAuditEntry(previous, entry) !== row.hash) brokenAt = entry.seq;
      previous = row.hash;
    },
    brokenAt: () => brokenAt,
  };
}

function entryOf(row: AuditRow): AuditEntry {
  return {
    seq: Number(row.seq),
    at: new Date(row.at),
    actorType: row.actor_type,
    actorId: row.actor_id,
    action: row.action,
    objectType: row.object_type,
    objectId: row.object_id,
    before: objectOf(row.before),
    after: objectOf(row.after),
    requestId: row.request_id,
  };
}

/** SQLite keeps JSON as text; PostgreSQL's driver has read it already. */
function objectOf(value: unknown): Record<string, unknown> | null {
  return (typeof value === "string" ? JSON.parse(value) : value) as Record<string, unknown> | null;
}
