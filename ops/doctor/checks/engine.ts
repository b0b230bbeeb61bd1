import { PRAGMAS } from "#db/sqlite-file.ts";
import { type Check, type CheckResult, type CheckContext, refuseIfReal, resultsOf } from "../check.ts";
import { type Message, message } from "#messages/message.ts";

/**
 * Before it SQLite could lose a commit and damage the file when two processes restarted the log at once: the "WAL-reset bug",
 * mended in 3.51.3 (https://sqlite.org/wal.html#walresetbug, https://sqlite.org/releaselog/3_51_3.html).
 */
const SQLITE_MIN = "3.51.3";
/** The version that the tests run on, and the oldest that PostgreSQL supports (https://www.postgresql.org/support/versioning/). */
const POSTGRES_MIN = 14;

export const sqliteVersion: Check = {
  name: "engine",
  from: "start",
  engine: "sqlite",
  async run({ database, settings }) {
    const [row] = (await database?.ask("SELECT sqlite_version() AS version")) ?? [];
    if (!row) return [];
    const version = String(row.version);
    if (isOlder(version, SQLITE_MIN)) {
      const words = message("doctor.sqlite_too_old", { version, oldest: SQLITE_MIN });
      return [refuseIfReal("engine", settings, words, message("doctor.run", { command: "npm ci" }))];
    }
    return [resultsOf("engine").ok(message("doctor.sqlite_version", { version, oldest: SQLITE_MIN }))];
  },
};

/** Whether a version, numbers with points between, comes before another. */
export function isOlder(version: string, than: string): boolean {
  const [ours, theirs] = [version, than].map((each) => each.split(".").map(Number)) as [number[], number[]];
  for (const [at, wanted] of theirs.entries()) {
    const got = ours[at] ?? 0;
    if (got !== wanted) return got < wanted;
  }
  return false;
}

/** Every pragma that the connections set, read back. The journal mode is a property of the file. */
export const pragmas: Check = {
  name: "pragmas",
  from: "start",
  engine: "sqlite",
  async run({ database, settings }) {
    const { ok, wrong } = resultsOf("pragmas");
    const findings: CheckResult[] = [];
    for (const [name, { reads }] of Object.entries(PRAGMAS)) {
      const [row] = (await database?.ask(`PRAGMA ${name}`)) ?? [];
      const got = row && Object.values(row)[0];
      if (row === undefined || got === reads) continue;
      findings.push(
        wrong(message("doctor.is_and_must_be", { name, got: String(got), wanted: String(reads) }), {
          mend: fixOf(name, settings),
        }),
      );
    }
    if (findings.length > 0 || !database) return findings;
    return [ok(message("doctor.pragmas_are_as_they_must_be", { count: Object.keys(PRAGMAS).length }))];
  },
};

/** Only the journal mode is stored in the file; each connection sets the others. */
function fixOf(name: string, { database }: CheckContext["settings"]): Message {
  if (name !== "journal_mode" || database.engine !== "sqlite") return message("doctor.mend_pragma");
  return message("doctor.mend_journal_mode");
}

/** Settings of PostgreSQL that must not be off, or committed data can be lost. */
const POSTGRES_SETTINGS: Record<string, string> = {
  fsync: "on",
  full_page_writes: "on",
  default_transaction_deferrable: "off",
};

export const postgresServer: Check = {
  name: "engine",
  from: "start",
  engine: "postgres",
  async run({ database }) {
    if (!database) return [];
    const { ok, warn, wrong } = resultsOf("engine");
    const findings: CheckResult[] = [];
    const rows = await database.ask("SELECT name, setting FROM pg_settings");
    const settings = new Map(rows.map(({ name, setting }) => [String(name), String(setting)]));
    const version = Number(settings.get("server_version_num")) / 10_000;
    if (version < POSTGRES_MIN) {
      const words = message("doctor.postgresql_too_old", { version: Math.floor(version) });
      findings.push(warn(words, { mend: message("doctor.mend_postgresql_too_old", { version: POSTGRES_MIN }) }));
    }
    for (const [name, wanted] of Object.entries(POSTGRES_SETTINGS)) {
      const got = settings.get(name);
      if (got === wanted) continue;
      findings.push(
        wrong(message("doctor.is_and_must_be", { name, got: String(got), wanted }), {
          mend: `ALTER SYSTEM SET ${name} = ${wanted}`,
        }),
      );
    }
    if (settings.get("synchronous_commit") === "off") {
      const words = message("doctor.synchronous_commit_is_off");
      findings.push(wrong(words, { mend: "ALTER SYSTEM SET synchronous_commit = on" }));
    }
    if (settings.get("data_checksums") === "off") {
      const words = message("doctor.data_checksums_is_off");
      findings.push(warn(words, { mend: message("doctor.mend_data_checksums") }));
    }
    findings.unshift(ok(message("doctor.postgresql_version", { version: String(settings.get("server_version")) })));
    return findings;
  },
};
