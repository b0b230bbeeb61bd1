import { cohorts, courses, userRoles, users } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase, type TestPlace } from "#db/testing.ts";
import { engine } from "#db/engine.ts";
import type { Role } from "#db/enums.ts";
import { buildPersonKeys } from "#domain/accounts/build-person-keys.ts";
import { buildCourseKeys } from "#domain/courses/build-course-keys.ts";
import { type Actor, createSystemActor } from "#domain/kernel/actor.ts";
import { MINUTE_MS, createFakeClock } from "#domain/kernel/clock.ts";
import type { ReadCtx, Rules, WriteCtx } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { getMemoryFolder } from "./memory-folder.ts";

/** A Thursday in winter; tests that care about the date set their own. */
const START = new Date("2026-01-08T10:00:00Z");

const RULES: Rules = {
  demo: true,
  holdMinutes: 15,
  offerHours: 48,
  passwordLengthMin: 12,
  sessionIdleMs: { staff: 12 * 3_600_000, student: 30 * 24 * 3_600_000 },
  refundConfirmAbove: 500,
  paymentProviders: ["sandbox", "bank", "stripe"],
};

/** Later than any test's clock: these people have always just signed in. */
export const JUST_NOW = new Date(8_640_000_000_000_000);

export type TestSchool = Awaited<ReturnType<typeof openTestSchool>>;

/** A school of its own for one test file: a real database with the real migrations, a clock that stands still, and people. */
export async function openTestSchool(rules: Partial<Rules> = {}, place: TestPlace = inMemory()) {
  const database = await openTestDatabase(place);
  return { ...schoolOn(database, { ...RULES, ...rules }), drop: () => database.drop() };
}

/** A test of rules waits for no disk. PostgreSQL is one server for all, which has been told not to. */
function inMemory(): TestPlace {
  const within = engine === "sqlite" ? getMemoryFolder() : undefined;
  return within === undefined ? {} : { within };
}

function schoolOn(database: TestDatabase, rules: Rules) {
  const clock = createFakeClock(START);
  let people = 0;

  /** Runs a verb in a write of its own, as the actor. */
  function as(actor: Actor) {
    return <T>(verb: (ctx: WriteCtx) => Promise<T>): Promise<T> =>
      database.write((tx) => verb(createWriteCtx({ tx, now: clock(), actor, requestId: createId("request"), rules })));
  }

  function reading(actor: Actor): ReadCtx {
    return { read: database.read, now: clock(), actor, rules };
  }

  /** A person with roles, ready to act. */
  async function person(...roles: Role[]): Promise<Actor & { type: "user"; email: string }> {
    people += 1;
    const id = createId("user");
    const email = `person${people}@example.org`;
    const name = `Person ${people}`;
    await database.write(async (tx) => {
      const keys = buildPersonKeys({ name, email });
      await tx.insert(users).values({ id, email, name, ...keys, createdAt: clock(), verifiedAt: clock() });
      for (const role of roles) await tx.insert(userRoles).values({ userId: id, role, grantedAt: clock() });
    });
    return { type: "user", id, roles, email, provenAt: JUST_NOW };
  }

  /** A published course with one cohort. What is not said is open, unlimited and free. */
  async function cohort(
    facts: Partial<typeof cohorts.$inferInsert> = {},
    course: Partial<typeof courses.$inferInsert> = {},
  ) {
    const courseId = course.id ?? createId("course");
    const id = createId("cohort");
    await database.write(async (tx) => {
      await tx
        .insert(courses)
        .values({
          id: courseId,
          slug: `course-${courseId}`,
          title: "Bookbinding",
          state: "published",
          createdAt: clock(),
          updatedAt: clock(),
          ...course,
          ...buildCourseKeys({ title: course.title ?? "Bookbinding", subject: course.subject ?? "" }),
        })
        .onConflictDoNothing();
      await tx.insert(cohorts).values({
        id,
        courseId,
        name: "Winter evenings",
        timezone: "Europe/Zurich",
        priceMinor: 0,
        currency: "CHF",
        createdAt: clock(),
        updatedAt: clock(),
        ...facts,
      });
    });
    return { id, courseId };
  }

  return {
    database,
    clock,
    rules,
    as,
    reading,
    person,
    cohort,
    asSystem: as(createSystemActor("test")),
    minutes: (n: number) => n * MINUTE_MS,
  };
}
