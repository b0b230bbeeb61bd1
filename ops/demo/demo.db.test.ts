import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { and, count, eq, isNotNull, lte, max, min, ne } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import {
  auditLog,
  cohorts,
  courses,
  enrolments,
  meetings,
  orders,
  outbox,
  payments,
  providerEvents,
  refunds,
  settings,
  stateChanges,
  tickets,
  userRoles,
  users,
  waitingList,
} from "#db/schema/index.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import {
  COURSE_STATES,
  ENROLMENT_STATES,
  ORDER_STATES,
  PAYMENT_STATES,
  REFUND_STATES,
  ROLES,
  TICKET_PRIORITIES,
  TICKET_STATES,
  WAITING_STATES,
} from "#db/enums.ts";
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from "#domain/accounts/demo-accounts.ts";
import { audit } from "#domain/audit.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { createFakeClock } from "#domain/kernel/clock.ts";
import type { StepCtx } from "#domain/kernel/command.ts";
import { getMyCourses } from "#domain/learning/get-my-courses.ts";
import { openPasswordHasher } from "#providers/passwords.ts";
import { openRuntime, type Runtime } from "#runtime";
import { inAll, inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { isAnyEngineTested, testOnAnyEngine } from "#tests/support/any-engine.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { inSchool } from "../backup/testing.ts";
import { removeDemo } from "./remove-demo.ts";
import { seedDemo } from "./seed-demo.ts";

/** A winter afternoon; and a summer night before the clocks have been the same for long, on which the story must fit too. */
const PRESENT = new Date("2026-11-20T15:20:00Z");
const ANOTHER = new Date("2028-03-26T00:40:00Z");

let database: TestDatabase;
let school: Runtime;
const dataDir = mkdtempSync(path.join(tmpdir(), "matricula-demo-"));

function schoolOn(opened: TestDatabase, now: Date, settings: Record<string, string> = {}): Runtime {
  const config = readConfig({
    MATRICULA_DATA_DIR: dataDir,
    ...(opened.engine === "postgres" ? { DATABASE_URL: opened.url } : { DATABASE_URL: `file:${opened.url}` }),
    MATRICULA_LOG_LEVEL: "silent",
    ...settings,
  });
  return openRuntime(config, {
    database: opened,
    clock: createFakeClock(now),
    secret: "the secret of a school in a test",
  });
}

beforeAll(async () => {
  database = await openTestDatabase();
  school = schoolOn(database, PRESENT);
  await seedDemo(school, PRESENT);
});
afterAll(async () => {
  await database.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

test("seats add up, the ledger sums to zero, and the chains of audit and ledger are whole", async () => {
  expect(await findViolations(database)).toEqual([]);
});

test("about a dozen courses, in three currencies and three timezones, free and paid, sixty students", async () => {
  const { read } = database;
  const offered = await read.select().from(cohorts);
  const zones = new Set(offered.map(({ timezone }) => timezone));
  const currencies = new Set(offered.map(({ currency }) => currency));
  expect([...zones].sort()).toEqual(["America/New_York", "Asia/Tokyo", "Europe/Zurich"]);
  expect([...currencies].sort()).toEqual(["CHF", "EUR", "JPY"]);
  expect(offered.some(({ priceMinor }) => priceMinor === 0)).toBe(true);
  expect(offered.some(({ capacity, held, taken }) => capacity !== null && capacity === held + taken)).toBe(true);
  const [students] = await read.select({ n: count() }).from(userRoles).where(eq(userRoles.role, "student"));
  expect(students?.n).toBe(60);
  const made = await read.select({ state: courses.state }).from(courses);
  expect(made.length).toBeGreaterThanOrEqual(12);
});

test("every course that is shown to anybody is written in German as well, as one writes it in Basel", async () => {
  const made = await school.database.read
    .select({ state: courses.state, texts: courses.translations })
    .from(courses)
    .where(ne(courses.state, "draft"));
  for (const { texts } of made) {
    expect(texts).toEqual({
      de: { title: expect.any(String), summary: expect.any(String), description: expect.any(String) },
    });
    expect(JSON.stringify(texts)).not.toMatch(/ß|[„“]/);
  }
});

test("the school's own texts, and what its subjects are called, are there in German", async () => {
  const { motto, terms, refundPolicy, translations } = await getSchoolSettings(school.database.read);
  const made = await school.database.read.selectDistinct({ subject: courses.subject }).from(courses);
  expect(Object.keys(translations.de?.subjects ?? {}).sort()).toEqual(made.map(({ subject }) => subject).sort());
  for (const [text, written] of Object.entries({ motto, terms, refundPolicy })) {
    const german = translations.de?.[text as "motto" | "terms" | "refundPolicy"];
    expect(german).toEqual(expect.stringMatching(/./));
    expect(german).not.toBe(written);
  }
  expect(JSON.stringify(translations)).not.toContain("ß");
});

test("every cohort of a course that is shown to anybody has its name and its place in German", async () => {
  const made = await school.database.read
    .select({ texts: cohorts.translations })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(ne(courses.state, "draft"));
  expect(made.length).toBeGreaterThanOrEqual(12);
  for (const { texts } of made) {
    expect(texts).toEqual({ de: { name: expect.any(String), place: expect.any(String) } });
    expect(JSON.stringify(texts)).not.toMatch(/ß|[{}]season/);
  }
});

test("every meeting of a course that is shown to anybody says in German what it says", async () => {
  const made = await school.database.read
    .select({ written: meetings.note, texts: meetings.translations })
    .from(meetings)
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(ne(courses.state, "draft"));
  expect(made.length).toBeGreaterThan(50);
  for (const { written, texts } of made) {
    const note = written === "" ? {} : { note: expect.any(String) };
    const german = { title: expect.any(String), ...note };
    expect(texts).toEqual({ de: german });
    expect(JSON.stringify(texts)).not.toContain("ß");
  }
});

test("every state of order, payment, refund, enrolment and ticket occurs", async () => {
  const { read } = database;
  const statesOf = async (table: typeof orders | typeof payments | typeof refunds | typeof enrolments) =>
    new Set((await read.selectDistinct({ state: table.state }).from(table)).map(({ state }) => state as string));
  const all = (words: readonly string[]) => new Set(words);
  expect(await statesOf(orders)).toEqual(all(ORDER_STATES));
  expect(await statesOf(refunds)).toEqual(all(REFUND_STATES));
  expect(await statesOf(payments)).toEqual(all(PAYMENT_STATES));
  expect(await statesOf(enrolments)).toEqual(all(ENROLMENT_STATES));
  const words = async (rows: Promise<{ word: string | null }[]>) => new Set((await rows).map(({ word }) => word));
  expect(await words(read.selectDistinct({ word: tickets.state }).from(tickets))).toEqual(all(TICKET_STATES));
  expect(await words(read.selectDistinct({ word: tickets.priority }).from(tickets))).toEqual(all(TICKET_PRIORITIES));
  expect(await words(read.selectDistinct({ word: waitingList.state }).from(waitingList))).toEqual(all(WAITING_STATES));
  expect(await words(read.selectDistinct({ word: courses.state }).from(courses))).toEqual(all(COURSE_STATES));
  expect(await words(read.selectDistinct({ word: userRoles.role }).from(userRoles))).toEqual(all(ROLES));
  const reviewReason = read
    .selectDistinct({ word: orders.reviewReason })
    .from(orders)
    .where(isNotNull(orders.reviewReason));
  expect(await words(reviewReason)).toEqual(all(["amount_mismatch", "paid_twice", "refund_due", "refunded_outside"]));
});

test("nothing happens after the present, and what happened is written in the order in which it happened", async () => {
  const { read } = database;
  for (const [table, at] of [
    [auditLog, auditLog.at],
    [stateChanges, stateChanges.at],
    [orders, orders.createdAt],
    [users, users.createdAt],
  ] as const) {
    const [span] = await read.select({ first: min(at), last: max(at) }).from(table);
    expect(span?.last?.getTime()).toBeLessThanOrEqual(PRESENT.getTime());
    expect(span?.first?.getTime()).toBeLessThan(PRESENT.getTime());
  }
  const log = await read.select({ at: auditLog.at }).from(auditLog).orderBy(auditLog.seq);
  const times = log.map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test("no time to pay and no offer that has passed is left standing, and no mail waits to leave the demo", async () => {
  const { read } = database;
  const due = await read
    .select({ code: orders.code })
    .from(orders)
    .where(and(eq(orders.state, "awaiting_payment"), lte(orders.expiresAt, PRESENT)));
  const lapsed = await read
    .select({ id: waitingList.id })
    .from(waitingList)
    .where(and(eq(waitingList.state, "offered"), lte(waitingList.offerExpiresAt, PRESENT)));
  const waiting = await read.select({ id: outbox.id }).from(outbox).where(eq(outbox.state, "pending"));
  expect([due, lapsed, waiting]).toEqual([[], [], []]);
});

test("payments were settled by the gateway's own signed messages, the repeated ones once", async () => {
  const outcomes = await database.read
    .select({ outcome: providerEvents.outcome, n: count() })
    .from(providerEvents)
    .groupBy(providerEvents.outcome);
  const by = Object.fromEntries(outcomes.map(({ outcome, n }) => [outcome, n]));
  expect(by.settled).toBeGreaterThan(80);
  expect(by.already).toBeGreaterThan(0);
  expect(by.failed).toBeGreaterThan(0);
});

test("each role has its account, with the one password of the demo", async () => {
  const hasher = openPasswordHasher();
  for (const { email, roles } of DEMO_ACCOUNTS) {
    const [found] = await database.read.select().from(users).where(eq(users.email, email));
    expect(await hasher.verify(found?.passwordHash ?? "", DEMO_PASSWORD)).toBe(true);
    const held = await database.read
      .select({ role: userRoles.role })
      .from(userRoles)
      .where(eq(userRoles.userId, found?.id ?? ""));
    expect(held.map(({ role }) => role)).toEqual(roles);
  }
});

test("the demo's student has something of everything a student sees", async () => {
  const [mara] = await database.read.select().from(users).where(eq(users.email, "student@demo.test"));
  const actor = { type: "user", id: mara?.id ?? "", roles: ["student"] } as const;
  const mine = await getMyCourses({ read: database.read, now: PRESENT, actor, rules: school.rules }, mara?.id ?? "");
  expect(mine.open[0]?.next?.startsAt.getTime()).toBeGreaterThan(PRESENT.getTime());
  expect(mine.unpaid).toHaveLength(1);
  expect(mine.waiting.map(({ state }) => state)).toEqual(["offered", "waiting"]);
  expect(mine.finished.map(({ title }) => title)).toEqual(["Star maps without a telescope"]);
});

test("a second telling is refused, and a real school is never told the story", async () => {
  await expect(seedDemo(school, PRESENT)).rejects.toThrow("The database already has accounts");
  const real = { ...school, config: { ...school.config, isReal: true } };
  await expect(seedDemo(real, PRESENT)).rejects.toThrow("not for a real one");
});

testOnAnyEngine(
  "the same story fits another day, in another season, at another hour, and a school that sells otherwise",
  inAllOnSqlite,
  async () => {
    const other = await openTestDatabase();
    const hasty = {
      MATRICULA_HOLD_MINUTES: "5",
      MATRICULA_PAYMENT_PROVIDERS: "bank",
      MATRICULA_BANK_ACCOUNT_HOLDER: "Lindenhof",
      MATRICULA_BANK_IBAN: "CH9300762011623852957",
    };
    try {
      await seedDemo(schoolOn(other, ANOTHER, hasty), ANOTHER);
      expect(await findViolations(other)).toEqual([]);
      const count = async (from: TestDatabase) =>
        (await from.read.selectDistinct({ state: enrolments.state }).from(enrolments)).length;
      expect(await count(other)).toBe(await count(database));
    } finally {
      await other.drop();
    }
  },
);

test("removing it takes everything, refuses a real school, and leaves the guards where they were", inAll, async () => {
  const files = path.join(dataDir, "files");
  mkdirSync(files);
  writeFileSync(path.join(files, "a"), "bytes");
  const setKind = (value: string) =>
    database.write(async (tx) => {
      await tx.delete(settings).where(eq(settings.key, "kind"));
      await tx.insert(settings).values({ key: "kind", value, updatedAt: PRESENT });
    });
  await expect(removeDemo(school)).rejects.toThrow("nothing says that it is the demo");
  await setKind("real");
  await expect(removeDemo(school)).rejects.toThrow("This is a real school");
  expect(await database.read.$count(users)).toBeGreaterThan(60);

  await setKind("demo");
  expect(await removeDemo(school)).toBe(true);
  for (const table of [users, courses, orders, auditLog, settings, tickets, outbox]) {
    expect(await database.read.$count(table)).toBe(0);
  }
  expect(() => writeFileSync(path.join(files, "b"), "")).toThrow();
  expect(await removeDemo(school)).toBe(false);

  // Anything may be written anew, and once the whole story is.
  const begin = (ctx: StepCtx) => audit(ctx, "settings.edit", { type: "school", id: "1" }, { after: { begun: true } });
  await (isAnyEngineTested ? seedDemo(school, PRESENT) : inSchool(database, begin));
  await expect(
    database.write(
      async (tx) => void (await tx.delete(auditLog).where(eq(auditLog.actorType, createSystemActor("x").type))),
    ),
  ).rejects.toThrow();
  expect(await findViolations(database)).toEqual([]);
});
