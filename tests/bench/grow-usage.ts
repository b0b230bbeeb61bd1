import BetterSqlite from "better-sqlite3";
import { type BenchSchool, foldLog } from "./school.ts";

const DAY_MS = 86_400_000;
/** As long as single openings are kept. */
const DAYS = 390;
const MATERIALS = 40;

/**
 * Gives the course of a school's past (grow.ts) so many openings, spread over a year, its students and some materials, and what is
 * counted of them. Written by SQL in one go; the indexes follow the rows. Answers the course's id.
 */
export function growUsage({ file }: BenchSchool, openings: number): string {
  const sqlite = new BetterSqlite(file);
  sqlite.pragma("synchronous = OFF");
  sqlite.pragma("foreign_keys = OFF");
  sqlite.pragma("cache_size = -400000");
  sqlite.pragma("temp_store = MEMORY");
  const { id: courseId } = sqlite.prepare("select id from courses where slug = 'bench-past'").get() as { id: string };
  const { students } = sqlite.prepare("select count(distinct student_id) as students from enrolments").get() as {
    students: number;
  };
  const indexes = sqlite
    .prepare(
      "select name, sql from sqlite_master where type = 'index' and tbl_name = 'access_events' and sql is not null",
    )
    .all() as { name: string; sql: string }[];
  sqlite.exec("begin immediate");
  for (const { name } of indexes) sqlite.exec(`drop index ${name}`);
  const facts = { courseId, now: Date.now(), most: openings, students, stepMs: Math.floor((DAYS * DAY_MS) / openings) };
  run(sqlite, MATERIALS_ADDED, { ...facts, most: MATERIALS });
  run(sqlite, EVENTS, facts);
  for (const statement of COUNTED) run(sqlite, statement, facts);
  for (const { sql } of indexes) sqlite.exec(sql);
  sqlite.exec("commit");
  sqlite.exec("analyze");
  sqlite.close();
  foldLog(file);
  return courseId;
}

function run(sqlite: BetterSqlite.Database, statement: string, facts: Record<string, unknown>): void {
  const used = Object.fromEntries(Object.entries(facts).filter(([name]) => statement.includes(`@${name}`)));
  sqlite.prepare(statement).run(used);
}

const NUMBERS = "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < @most)";
const material = (n: string) => `printf('mat_01900000%08x7000800000000000', ${n})`;
const student = "printf('usr_01900000%08x7000800000000000', 1 + (n * 7919) % @students)";
const at = "@now - (@most - n) * @stepMs";

const MATERIALS_ADDED = `insert into materials (id, course_id, kind, title, created_at, updated_at) ${NUMBERS}
  select ${material("n")}, @courseId, 'text', 'Part ' || n, @now, @now from numbers`;

const EVENTS = `insert into access_events (id, student_id, course_id, material_id, at, day) ${NUMBERS}
  select printf('acc_01900000%08x7000800000000000', n), ${student}, @courseId, ${material(`1 + n % ${MATERIALS}`)}, ${at},
    strftime('%Y-%m-%d', (${at}) / 1000, 'unixepoch') from numbers`;

const COUNTED = [
  `insert into usage_student_days (student_id, course_id, day, openings)
    select student_id, course_id, day, count(*) from access_events where course_id = @courseId group by 1, 2, 3`,
  `insert into usage_days (course_id, day, openings, students)
    select course_id, day, sum(openings), count(*) from usage_student_days where course_id = @courseId group by 1, 2`,
  `insert into usage_students (course_id, student_id, openings, days, first_at, last_at)
    select course_id, student_id, count(*), count(distinct day), min(at), max(at) from access_events
    where course_id = @courseId group by 1, 2`,
  `insert into usage_material_students (student_id, material_id, openings, first_at, last_at)
    select student_id, material_id, count(*), min(at), max(at) from access_events where course_id = @courseId group by 1, 2`,
  `insert into usage_materials (material_id, openings, students, first_at, last_at)
    select material_id, sum(openings), count(*), min(first_at), max(last_at) from usage_material_students
    where material_id in (select id from materials where course_id = @courseId) group by 1`,
];
