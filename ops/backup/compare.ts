import { committedMigrations } from "#db/migrate.ts";
import type { Engine } from "#db/engine.ts";
import { formatCount } from "../format-count.ts";
import type { Fingerprint } from "./manifest.ts";

/** In what a database differs from what it held at the moment of its backup, and what could never be right. */
export function compareFingerprints(then: Fingerprint, now: Fingerprint): string[] {
  const found: string[] = [];
  const names = new Set([...Object.keys(then.tables), ...Object.keys(now.tables)]);
  for (const name of [...names].sort()) {
    const [before, after] = [then.tables[name], now.tables[name]];
    if (!before || !after) found.push(`the table ${name} is ${after ? "new" : "gone"}`);
    else if (before.rows !== after.rows)
      found.push(`${name} has ${formatCount(after.rows, "row")}, and had ${before.rows}`);
    else if (before.sha256 !== after.sha256) found.push(`${name} holds something else than it held`);
  }
  if (JSON.stringify(then.migrations) !== JSON.stringify(now.migrations)) found.push("its migrations are others");
  if (then.auditHead?.seq !== now.auditHead?.seq || then.auditHead?.hash !== now.auditHead?.hash) {
    found.push("the audit log ends elsewhere");
  }
  return [...found, ...unbalanced(now)];
}

/** The ledger sums to zero in every currency, or money was invented or lost. */
function unbalanced({ ledgerSums }: Fingerprint): string[] {
  return Object.entries(ledgerSums)
    .filter(([, sum]) => sum !== "0")
    .map(([currency, sum]) => `the ledger is off by ${sum} ${currency} (minor units)`);
}

/** Why this version of Matricula cannot open a database with these migrations; undefined when it can. */
export function versionRefusal(engine: Engine, migrations: Fingerprint["migrations"]): string | undefined {
  const ours = committedMigrations(engine);
  for (const [at, { tag, hash }] of migrations.entries()) {
    if (ours[at]?.tag === tag && ours[at]?.hash === hash) continue;
    return `it has the migration "${tag}", which this version of Matricula does not know or has another of. Mend: install the version that made it.`;
  }
  return undefined;
}
