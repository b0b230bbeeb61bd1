import BetterSqlite from "better-sqlite3";
import { type BenchSchool, foldLog } from "./school.ts";

/** A class of a school: the addresses of its pages. */
export type BenchClass = { roster: string; announcement: string };

const NUMBERS = "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < @students)";
const id = (prefix: string, from: string) => `printf('${prefix}_01a%05x%08x7000800000000000', @students, ${from})`;

/**
 * Gives a school's past (grow.ts) one more cohort with so many of its students, all of whom are there for the first time, with a meeting that
 * goes on, attendance of every other of them, and the draft of an announcement to those who have not come.
 */
export function growClass({ file }: BenchSchool, students: number): BenchClass {
  const sqlite = new BetterSqlite(file);
  sqlite.pragma("synchronous = OFF");
  sqlite.pragma("foreign_keys = OFF");
  const { id: courseId } = sqlite.prepare("select id from courses where slug = 'bench-past'").get() as { id: string };
  const { id: ownerId } = sqlite.prepare("select user_id as id from user_roles where role = 'owner'").get() as {
    id: string;
  };
  const facts = { courseId, ownerId, students, now: Date.now() };
  sqlite.exec("begin immediate");
  for (const statement of STATEMENTS) {
    const used = Object.entries(facts).filter(([name]) => statement.includes(`@${name}`));
    sqlite.prepare(statement).run(Object.fromEntries(used));
  }
  sqlite.exec("commit");
  sqlite.exec("analyze");
  const made = sqlite.prepare(`select ${id("mtg", "0")} as meeting, ${id("ann", "0")} as announcement`).get({
    students,
  }) as { meeting: string; announcement: string };
  sqlite.close();
  foldLog(file);
  return {
    roster: `/admin/meetings/${made.meeting}`,
    announcement: `/admin/courses/${courseId}/announcements/${made.announcement}`,
  };
}

const STATEMENTS = [
  `insert into cohorts (id, course_id, name, timezone, price_minor, currency, taken, created_at, updated_at)
    values (${id("coh", "0")}, @courseId, 'A class', 'UTC', 0, 'CHF', @students, @now, @now)`,
  `insert into enrolments (id, student_id, cohort_id, course_id, state, created_at, activated_at) ${NUMBERS}
    select ${id("enr", "n")}, printf('usr_01900000%08x7000800000000000', n), ${id("coh", "0")}, @courseId, 'active', @now, @now
    from numbers`,
  `insert into meetings (id, cohort_id, starts_at, ends_at)
    values (${id("mtg", "0")}, ${id("coh", "0")}, @now - 600000, @now + 3600000)`,
  `insert into attendance (id, meeting_id, enrolment_id, state, marked_at, marked_by, via) ${NUMBERS}
    select ${id("atd", "n")}, ${id("mtg", "0")}, ${id("enr", "n")}, 'present', @now, @ownerId, 'teacher'
    from numbers where n % 2 = 0`,
  `insert into announcements (id, course_id, cohort_id, audience, subject, body, state, author_id, created_at, updated_at)
    values (${id("ann", "0")}, @courseId, ${id("coh", "0")}, 'not_attended', 'S', 'B', 'draft', @ownerId, @now, @now)`,
];
