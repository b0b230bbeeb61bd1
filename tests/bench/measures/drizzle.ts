import type BetterSqlite from "better-sqlite3";
import { fillPlaceholders, type Query } from "drizzle-orm";
import { SQLitePreparedQuery } from "drizzle-orm/sqlite-core";
import { openDatabase } from "#db/open.ts";
import { connect } from "#db/sqlite-file.ts";
import type { Database } from "#db/types.ts";
import { alternate, type Bench, type Measure } from "../measure.ts";
import { type BenchSchool, forget, openBenchSchool } from "../school.ts";
import { enrolNow, WAITING } from "./grouping.ts";

type Values = Record<string, unknown> | undefined;
type Prepared = { execute(values?: Values): Promise<unknown>; getQuery(): Query };

/** What one enrolment asks of the database: as queries of ours with their values, and as statements with theirs. */
type Enrolment = {
  queries: { query: Prepared; values: Values }[];
  statements: { text: string; params: unknown[] }[];
};

/**
 * The queries of the enrol path, through drizzle and the writer, against the very same statements with the very same values on
 * better-sqlite3 alone, in transactions of the same size. They are written down in a write that is undone.
 */
export const drizzle: Measure = {
  name: "drizzle",
  about: "drizzle on the enrol path against the same statements on raw better-sqlite3",
  run: async (bench: Bench) => {
    const schools = [await openBenchSchool(bench), await openBenchSchool(bench)] as const;
    const count = bench.size(1_920, 320);
    const database = openDatabase(schools[0].file);
    const sqlite = connect(schools[1].file, { readonly: false });
    sqlite.pragma("synchronous = FULL");
    const raw = rawWriter(sqlite);
    let enrolments: Enrolment[] = [];
    const timed = async (run: () => void | Promise<void>) => {
      const started = performance.now();
      await run();
      return (count * 1_000) / (performance.now() - started);
    };
    const ours = {
      name: "through drizzle",
      unit: "writes/s",
      run: async (round: number) => {
        enrolments = await writeDown(database, schools[0], round, count);
        return timed(() => throughDrizzle(database, enrolments));
      },
    };
    const theirs = { name: "the same statements raw", unit: "writes/s", run: () => timed(() => raw(enrolments)) };
    try {
      const { ratio, a, b } = await alternate(bench.size(9, 1), ours, theirs);
      return [{ measure: "drizzle-against-raw", value: ratio, unit: "ratio", must: ">= 0.75", a, b }];
    } finally {
      await database.close();
      sqlite.close();
      for (const school of schools) forget(school);
    }
  },
};

class Undone extends Error {}

/** What enrolling the crowd in the cohort of a round would run, one person after the other. Leaves nothing behind. */
async function writeDown(database: Database, school: BenchSchool, round: number, count: number): Promise<Enrolment[]> {
  const all: Enrolment[] = [];
  const { execute } = SQLitePreparedQuery.prototype;
  let current: Enrolment | undefined;
  SQLitePreparedQuery.prototype.execute = function (this: Prepared, values: Values) {
    const { sql, params } = this.getQuery();
    current?.queries.push({ query: this, values });
    current?.statements.push({ text: sql, params: fillPlaceholders(params, values ?? {}) });
    return execute.call(this as never, values);
  } as typeof execute;
  const written = database.write(async (tx) => {
    for (const studentId of school.facts.students.slice(0, count)) {
      all.push((current = { queries: [], statements: [] }));
      await enrolNow(tx, school.facts.free[round] as string, studentId);
    }
    throw new Undone();
  });
  await written.catch((error: unknown) => {
    if (!(error instanceof Undone)) throw error;
  });
  SQLitePreparedQuery.prototype.execute = execute;
  return all;
}

async function throughDrizzle(database: Database, enrolments: readonly Enrolment[]): Promise<void> {
  let next = 0;
  async function waiting() {
    while (next < enrolments.length) {
      const { queries } = enrolments[next++] as Enrolment;
      await database.write(async () => {
        for (const { query, values } of queries) await query.execute(values);
      });
    }
  }
  await Promise.all(Array.from({ length: WAITING }, waiting));
}

/** As many in one transaction as wait together in ours. */
function rawWriter(sqlite: BetterSqlite.Database): (enrolments: readonly Enrolment[]) => void {
  const prepared = new Map<string, BetterSqlite.Statement>();
  function statementFor(text: string): BetterSqlite.Statement {
    let statement = prepared.get(text);
    if (!statement) {
      statement = sqlite.prepare(text);
      if (statement.reader) statement.raw(true);
      prepared.set(text, statement);
    }
    return statement;
  }
  const run = (text: string, params: unknown[] = []) => {
    const statement = statementFor(text);
    if (statement.reader) statement.all(params);
    else statement.run(params);
  };
  return (enrolments) => {
    for (let from = 0; from < enrolments.length; from += WAITING) {
      run("BEGIN IMMEDIATE");
      for (const { statements } of enrolments.slice(from, from + WAITING)) {
        for (const { text, params } of statements) run(text, params);
      }
      run("COMMIT");
    }
  };
}
