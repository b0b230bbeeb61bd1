import { committedMigrations } from "#db/migrate.ts";
import { formatCount } from "../../format-count.ts";
import { type Check, type CheckResult, resultsOf } from "../check.ts";
import { RESTORE_INSTRUCTIONS } from "../describe-damage.ts";

/** More say nothing new. */
const NAMED_MAX = 10;

/** What somebody can break who changes rows by hand, without a page being damaged. */
const A_RULE = /NULL value in|CHECK constraint failed/;

/** Whether the tables are those that this version knows. A start brings them up to date, so what is missing only waits for it. */
export const migrations: Check = {
  name: "migrations",
  from: "start",
  needsTables: true,
  async run({ database }) {
    if (!database) return [];
    const { ok, warn, wrong } = resultsOf("migrations");
    const ours = committedMigrations(database.engine);
    const applied = await database.ask("SELECT tag, hash FROM matricula_migrations ORDER BY tag");
    for (const [at, { tag, hash }] of applied.entries()) {
      const known = ours[at];
      if (known === undefined || known.tag !== tag) {
        const mend = "install the version that made it, or restore a backup from before the update";
        return [wrong(`The migration ${String(tag)} is not known to this version.`, { mend })];
      }
      if (known.hash !== hash) {
        const mend = "install the version that made it";
        return [wrong(`The migration ${String(tag)} differs from the one that was applied.`, { mend })];
      }
    }
    const waiting = ours.length - applied.length;
    if (waiting > 0)
      return [
        warn(`${formatCount(waiting, "migration")} ${waiting === 1 ? "waits" : "wait"} for the next start.`, {
          mend: "run: npm start",
        }),
      ];
    return [ok(`All ${ours.length} migrations are applied.`)];
  },
};

/** Every page and every index, against each other: the whole file is read. */
export const integrity: Check = {
  name: "whole database",
  from: "full",
  engine: "sqlite",
  needsTables: true,
  async run({ database }) {
    const { ok, wrong } = resultsOf("whole database");
    const rows = (await database?.ask(`PRAGMA integrity_check(${NAMED_MAX})`)) ?? [];
    return verdict(rows, damageIn(wrong), () => ok("Every page and index of the database is whole."));
  },
};

/** Every page, but not whether each index has its rows: a tenth of the time. */
export const quickIntegrity: Check = {
  name: "integrity",
  from: "quick",
  engine: "sqlite",
  needsTables: true,
  async run({ database }) {
    const { ok, wrong } = resultsOf("integrity");
    const rows = (await database?.ask(`PRAGMA quick_check(${NAMED_MAX})`)) ?? [];
    return verdict(rows, damageIn(wrong), () => ok("The pages of the database are whole (quick check)."));
  },
};

/**
 * The pages that nothing uses, which a write may take next. SQLite leaves them out of a check of the whole when a view happens to
 * come first among what it knows, as here, and takes them in when it is asked about its own table alone.
 */
export const freePages: Check = {
  name: "free pages",
  from: "quick",
  engine: "sqlite",
  needsTables: true,
  async run({ database }) {
    const { ok, wrong } = resultsOf("free pages");
    const rows = (await database?.ask("PRAGMA quick_check(sqlite_schema)")) ?? [];
    return verdict(rows, damageIn(wrong), () => ok("The list of free pages is whole."));
  },
};

/** What SQLite says is not whole: damage, unless it is only a rule that a row breaks. */
function damageIn(wrong: ReturnType<typeof resultsOf>["wrong"]) {
  return (words: string): CheckResult =>
    wrong(words, { mend: RESTORE_INSTRUCTIONS, ...(!A_RULE.test(words) && { isDamage: true }) });
}

function verdict(
  rows: Record<string, unknown>[],
  bad: (words: string) => CheckResult,
  good: () => CheckResult,
): CheckResult[] {
  const said = rows.map((row) => String(Object.values(row)[0]));
  return said.every((each) => each === "ok") ? [good()] : said.map((each) => bad(`The database is damaged: ${each}.`));
}

export const foreignKeys: Check = {
  name: "foreign keys",
  from: "quick",
  engine: "sqlite",
  needsTables: true,
  async run({ database }) {
    const { ok, wrong } = resultsOf("foreign keys");
    const rows = (await database?.ask("PRAGMA foreign_key_check")) ?? [];
    if (rows.length === 0) return [ok("Every row that is referred to is there.")];
    return rows.slice(0, NAMED_MAX).map(({ table, rowid, parent }) =>
      wrong(`Row ${String(rowid)} of ${String(table)} refers to a row of ${String(parent)} that is not there.`, {
        mend: "somebody changed the tables by hand: compare with a backup",
      }),
    );
  },
};

/** What PostgreSQL itself has found out, and what was switched off: it has no check of everything that is short. */
export const postgresContent: Check = {
  name: "integrity",
  from: "quick",
  engine: "postgres",
  async run({ database }) {
    if (!database) return [];
    const { ok, wrong } = resultsOf("integrity");
    const rules = await database.ask("SELECT conname AS name FROM pg_constraint WHERE NOT convalidated");
    const indexes = await database.ask("SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid");
    const [failed] = await database.ask(
      "SELECT coalesce(checksum_failures, 0) AS pages FROM pg_stat_database WHERE datname = current_database()",
    );
    const findings = [
      ...rules.map(({ name }) =>
        wrong(`The rule ${String(name)} was never checked.`, {
          mend: `ALTER TABLE … VALIDATE CONSTRAINT ${String(name)}`,
        }),
      ),
      ...indexes.map(({ name }) =>
        wrong(`The index ${String(name)} is not whole.`, { mend: `REINDEX INDEX ${String(name)}` }),
      ),
    ];
    if (Number(failed?.pages ?? 0) > 0) {
      findings.push(wrong(`Damaged pages were read: ${String(failed?.pages)}.`, { mend: RESTORE_INSTRUCTIONS }));
    }
    return findings.length > 0
      ? findings
      : [ok("PostgreSQL knows of no damaged page, broken index or unchecked rule.")];
  },
};
