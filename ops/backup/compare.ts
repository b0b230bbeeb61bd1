import { committedMigrations } from "#db/migrate.ts";
import type { Engine } from "#db/engine.ts";
import { type Message, message, type Said } from "#messages/message.ts";
import type { Fingerprint } from "./manifest.ts";

/** How a database differs from its manifest, and what is wrong with the manifest itself. */
export function compareFingerprints(then: Fingerprint, now: Fingerprint): Said[] {
  const found: Said[] = [];
  const names = new Set([...Object.keys(then.tables), ...Object.keys(now.tables)]);
  for (const name of [...names].sort()) {
    const [before, after] = [then.tables[name], now.tables[name]];
    if (!before || !after) found.push(message(after ? "backup.table_is_new" : "backup.table_is_gone", { table: name }));
    else if (before.rows !== after.rows)
      found.push(message("backup.rows_differ", { table: name, rows: after.rows, before: String(before.rows) }));
    else if (before.sha256 !== after.sha256) found.push(message("backup.table_differs", { table: name }));
  }
  if (JSON.stringify(then.migrations) !== JSON.stringify(now.migrations))
    found.push(message("backup.migrations_differ"));
  if (then.auditHead?.seq !== now.auditHead?.seq || then.auditHead?.hash !== now.auditHead?.hash) {
    found.push(message("backup.audit_log_ends_elsewhere"));
  }
  return [...found, ...unbalanced(now)];
}

/** The ledger must sum to zero in every currency: else money was invented or lost. */
function unbalanced({ ledgerSums }: Fingerprint): Said[] {
  return Object.entries(ledgerSums)
    .filter(([, sum]) => sum !== "0")
    .map(([currency, sum]) => message("backup.ledger_is_off", { sum, currency }));
}

/** Why this version of Matricula cannot open a database with these migrations; undefined when it can. */
export function versionRefusal(engine: Engine, migrations: Fingerprint["migrations"]): Message | undefined {
  const ours = committedMigrations(engine);
  for (const [at, { tag, hash }] of migrations.entries()) {
    if (ours[at]?.tag === tag && ours[at]?.hash === hash) continue;
    return message("backup.migration_unknown", { migration: tag });
  }
  return undefined;
}
