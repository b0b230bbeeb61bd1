import type { AuditEntry } from "../audit.ts";

/** A row of the audit log as either engine's driver gives it. */
export type StoredEntry = {
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

export function toAuditEntry(row: StoredEntry): AuditEntry {
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
