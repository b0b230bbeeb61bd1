import BetterSqlite from "better-sqlite3";
import { hashAuditEntry } from "#domain/audit.ts";
import { type BenchSchool, foldLog } from "./school.ts";

/** Every student has so many places, and every cohort so many students. */
const PLACES_OF_A_STUDENT = 4;
const STUDENTS_OF_A_COHORT = 100;
/** One conversation for so many places; most were closed long ago. */
const PLACES_A_TICKET = 50;
const MINUTE_MS = 60_000;

/** `n` from 1 to a number, as a table. */
const NUMBERS = "with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < @most)";
/** An id that sorts before those of today: the prefix, and the number in its place of a UUIDv7. */
const id = (prefix: string, n: string) => `printf('${prefix}_01900000%08x7000800000000000', ${n})`;

/**
 * Gives a school the past of `places` enrolments, free ones, each with what enrolling leaves behind: order, line, grant,
 * history, audit and mail. Written by SQL in one go, with the checks of the schema but without those of foreign keys.
 */
export function grow({ file }: BenchSchool, places: number) {
  const sqlite = new BetterSqlite(file);
  sqlite.pragma("synchronous = OFF");
  sqlite.pragma("foreign_keys = OFF");
  sqlite.pragma("cache_size = -400000");
  const now = Date.now();
  const students = Math.ceil(places / PLACES_OF_A_STUDENT);
  const cohorts = Math.ceil(places / STUDENTS_OF_A_COHORT);
  const lastSeq = continueAuditChain(sqlite);
  const facts = { places, students, cohorts, now, lastSeq, tickets: Math.ceil(places / PLACES_A_TICKET) };
  const fill = (most: number, statement: string) => {
    const used = Object.fromEntries(Object.entries(facts).filter(([name]) => statement.includes(`@${name}`)));
    sqlite.prepare(statement.replace("NUMBERS", NUMBERS)).run({ ...used, most });
  };
  sqlite.exec("begin immediate");
  fill(students, PEOPLE);
  fill(students, ROLES);
  fill(1, COURSE);
  fill(cohorts, COHORTS);
  for (const statement of [ORDERS, LINES, ENROLMENTS, GRANTS, ORDER_HISTORY, HISTORY, AUDIT, MAILS]) {
    fill(places, statement);
  }
  fill(facts.tickets, TICKETS);
  fill(facts.tickets, MESSAGES);
  sqlite.exec("commit");
  sqlite.close();
  foldLog(file);
}

/** Gives SQL the function `next_hash`, which must be called for one row of AUDIT after the other. Answers the last entry's number. */
function continueAuditChain(sqlite: BetterSqlite.Database): number {
  const last = sqlite.prepare("select seq, hash from audit_log order by seq desc limit 1").get();
  let { hash, seq } = last as { seq: number; hash: string };
  const lastSeq = seq;
  const options = { deterministic: false, varargs: false };
  sqlite.function("next_hash", options, (at: unknown, actorId: unknown, objectId: unknown, requestId: unknown) => {
    seq += 1;
    hash = hashAuditEntry(hash, {
      ...ENTRY,
      seq,
      at: new Date(at as number),
      actorId: actorId as string,
      objectId: objectId as string,
      requestId: requestId as string,
    });
    return hash;
  });
  return lastSeq;
}

/** What all audit entries of the past have in common. */
const ENTRY = {
  actorType: "user",
  action: "enrolment.create",
  objectType: "enrolment",
  before: null,
  after: { state: "active" },
};

// Codes of the past begin with a 0, which no code of ours has (kernel/ids.ts), so that none is drawn a second time.

/** The k-th of a student's places is in another cohort than their others. */
const STUDENT = id("usr", "1 + (n - 1) % @students");
const COHORT = id("coh", `1 + (n - 1) / ${STUDENTS_OF_A_COHORT}`);
const AT = `@now - (@places - n + 1) * ${MINUTE_MS}`;

const PEOPLE = `insert into users (id, email, name, created_at, verified_at)
  NUMBERS select ${id("usr", "n")}, 'past' || n || '@example.org', 'Past ' || n, @now, @now from numbers`;

const ROLES = `insert into user_roles (user_id, role, granted_at)
  NUMBERS select ${id("usr", "n")}, 'student', @now from numbers`;

const COURSE = `insert into courses (id, slug, title, state, created_at, updated_at)
  NUMBERS select ${id("crs", "n")}, 'bench-past', 'A past', 'published', @now, @now from numbers`;

const COHORTS = `insert into cohorts (id, course_id, name, timezone, price_minor, currency, capacity, taken, created_at, updated_at)
  NUMBERS select ${id("coh", "n")}, ${id("crs", "1")}, 'Past ' || n, 'Europe/Zurich', 0, 'CHF',
    ${STUDENTS_OF_A_COHORT}, ${STUDENTS_OF_A_COHORT}, @now, @now from numbers`;

const ORDERS = `insert into orders (id, code, buyer_id, state, currency, total_minor, paid_at, created_at)
  NUMBERS select ${id("ord", "n")}, '0' || n, ${STUDENT}, 'paid', 'CHF', 0, ${AT}, ${AT} from numbers`;

const LINES = `insert into order_lines (id, order_id, cohort_id, unit_minor, total_minor)
  NUMBERS select ${id("oln", "n")}, ${id("ord", "n")}, ${COHORT}, 0, 0 from numbers`;

const ENROLMENTS = `insert into enrolments (id, student_id, cohort_id, course_id, order_line_id, state, created_at, activated_at)
  NUMBERS select ${id("enr", "n")}, ${STUDENT}, ${COHORT}, ${id("crs", "1")}, ${id("oln", "n")}, 'active', ${AT}, ${AT}
  from numbers`;

const GRANTS = `insert into grants (id, student_id, course_id, enrolment_id, why, starts_at, created_at)
  NUMBERS select ${id("grt", "n")}, ${STUDENT}, ${id("crs", "1")}, ${id("enr", "n")}, 'enrolment', ${AT}, ${AT} from numbers`;

const historyOf = (object: string, prefix: string, state: string, half: string) =>
  `insert into state_changes (id, object_type, object_id, to_state, at, actor_type, actor_id)
  NUMBERS select ${id("stc", `2 * n + ${half}`)}, '${object}', ${id(prefix, "n")}, '${state}', ${AT}, 'user', ${STUDENT}
  from numbers`;
const ORDER_HISTORY = historyOf("order", "ord", "paid", "0");
const HISTORY = historyOf("enrolment", "enr", "active", "1");

const AUDIT = `insert into audit_log (seq, at, actor_type, actor_id, action, object_type, object_id, after, request_id, hash)
  NUMBERS select @lastSeq + n, ${AT}, '${ENTRY.actorType}', ${STUDENT}, '${ENTRY.action}', '${ENTRY.objectType}', ${id("enr", "n")},
    '${JSON.stringify(ENTRY.after)}', ${id("req", "n")}, next_hash(${AT}, ${STUDENT}, ${id("enr", "n")}, ${id("req", "n")})
  from numbers`;

const MAILS = `insert into outbox (id, kind, recipient, payload, dedupe_key, state, attempts, next_try_at, sent_at, created_at)
  NUMBERS select ${id("out", "n")}, 'enrolment_confirmed', 'past' || n || '@example.org', '{}', ${id("enr", "n")}, 'sent', 1,
    ${AT}, ${AT}, ${AT} from numbers`;

/** A hundred of them are open, however many there were. */
const TICKETS = `insert into tickets (id, code, requester_id, subject, state, created_at, updated_at)
  NUMBERS select ${id("tkt", "n")}, 'T-0' || n, ${STUDENT}, 'About something ' || n,
    case when n > @tickets - 100 then 'open' else 'closed' end,
    @now - (@tickets - n + 1) * ${MINUTE_MS}, @now - (@tickets - n + 1) * ${MINUTE_MS} from numbers`;

const MESSAGES = `insert into ticket_messages (id, ticket_id, author_id, kind, body, created_at)
  NUMBERS select ${id("msg", "n")}, ${id("tkt", "n")}, ${STUDENT}, 'public', 'A question.', @now - (@tickets - n + 1) * ${MINUTE_MS}
  from numbers`;
