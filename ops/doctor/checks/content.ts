import { committedMigrations } from "#db/migrate.ts";
import { type Check, type CheckResult, resultsOf } from "../check.ts";
import { RESTORE_INSTRUCTIONS } from "../describe-damage.ts";
import { message } from "#messages/message.ts";

/** The longest list of findings; more would say nothing new. */
const NAMED_MAX = 10;

/** Foreign keys: rows that were edited by hand may refer to nothing, although no page is damaged. */
const A_RULE = /NULL value in|CHECK constraint failed/;

/** Whether the applied migrations are those of this version. Missing ones are only a warning: the next start applies them. */
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
        const mend = message("doctor.mend_unknown_migration");
        return [wrong(message("doctor.migration_unknown", { tag: String(tag) }), { mend })];
      }
      if (known.hash !== hash) {
        const mend = message("doctor.mend_other_migration");
        return [wrong(message("doctor.migration_differs", { tag: String(tag) }), { mend })];
      }
    }
    const waiting = ours.length - applied.length;
    if (waiting > 0)
      return [
        warn(message("doctor.migrations_wait", { count: waiting }), {
          mend: message("doctor.run", { command: "npm start" }),
        }),
      ];
    return [ok(message("doctor.all_migrations_are_applied", { count: ours.length }))];
  },
};

/** integrity_check: compares every index with its table, so the whole file is read. */
export const integrity: Check = {
  name: "whole database",
  from: "full",
  engine: "sqlite",
  needsTables: true,
  async run({ database }) {
    const { ok, wrong } = resultsOf("whole database");
    const rows = (await database?.ask(`PRAGMA integrity_check(${NAMED_MAX})`)) ?? [];
    return verdict(rows, damageIn(wrong), () => ok(message("doctor.database_is_whole")));
  },
};

/** quick_check: every page, without comparing indexes with their tables; takes a tenth of the time. */
export const quickIntegrity: Check = {
  name: "integrity",
  from: "quick",
  engine: "sqlite",
  needsTables: true,
  async run({ database }) {
    const { ok, wrong } = resultsOf("integrity");
    const rows = (await database?.ask(`PRAGMA quick_check(${NAMED_MAX})`)) ?? [];
    return verdict(rows, damageIn(wrong), () => ok(message("doctor.pages_are_whole")));
  },
};

/**
 * The freelist: unused pages, which later writes take. SQLite's check of the whole database skips it when the first entry of its
 * schema is a view, as it is here, but a check of `sqlite_schema` alone includes it.
 */
export const freePages: Check = {
  name: "free pages",
  from: "quick",
  engine: "sqlite",
  needsTables: true,
  async run({ database }) {
    const { ok, wrong } = resultsOf("free pages");
    const rows = (await database?.ask("PRAGMA quick_check(sqlite_schema)")) ?? [];
    return verdict(rows, damageIn(wrong), () => ok(message("doctor.free_pages_are_whole")));
  },
};

/** The lines of a SQLite check: damage, except for rows that violate a constraint. */
function damageIn(wrong: ReturnType<typeof resultsOf>["wrong"]) {
  return (detail: string): CheckResult =>
    wrong(message("doctor.database_is_damaged", { detail }), {
      mend: RESTORE_INSTRUCTIONS,
      ...(!A_RULE.test(detail) && { isDamage: true }),
    });
}

function verdict(
  rows: Record<string, unknown>[],
  bad: (detail: string) => CheckResult,
  good: () => CheckResult,
): CheckResult[] {
  const said = rows.map((row) => String(Object.values(row)[0]));
  return said.every((each) => each === "ok") ? [good()] : said.map((each) => bad(each));
}

export const foreignKeys: Check = {
  name: "foreign keys",
  from: "quick",
  engine: "sqlite",
  needsTables: true,
  async run({ database }) {
    const { ok, wrong } = resultsOf("foreign keys");
    const rows = (await database?.ask("PRAGMA foreign_key_check")) ?? [];
    if (rows.length === 0) return [ok(message("doctor.references_are_whole"))];
    return rows.slice(0, NAMED_MAX).map(({ table, rowid, parent }) =>
      wrong(
        message("doctor.reference_is_broken", { rowid: String(rowid), table: String(table), parent: String(parent) }),
        {
          mend: message("doctor.mend_reference"),
        },
      ),
    );
  },
};

/** Constraints and indexes that are marked invalid, and counted checksum failures: PostgreSQL has no quick check of everything. */
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
        wrong(message("doctor.rule_was_never_checked", { name: String(name) }), {
          mend: `ALTER TABLE … VALIDATE CONSTRAINT ${String(name)}`,
        }),
      ),
      ...indexes.map(({ name }) =>
        wrong(message("doctor.index_is_not_whole", { name: String(name) }), {
          mend: `REINDEX INDEX ${String(name)}`,
        }),
      ),
    ];
    if (Number(failed?.pages ?? 0) > 0) {
      findings.push(
        wrong(message("doctor.damaged_pages_were_read", { pages: String(failed?.pages) }), {
          mend: RESTORE_INSTRUCTIONS,
        }),
      );
    }
    return findings.length > 0 ? findings : [ok(message("doctor.postgresql_is_whole"))];
  },
};
