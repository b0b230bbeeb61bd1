import { openDatabase } from "#db/open.ts";
import { cohorts, courses, userRoles, users } from "#db/schema/index.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import type { Rules } from "#domain/kernel/command.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { createId } from "#domain/kernel/ids.ts";
import { lockBuyer } from "#domain/orders/lock-buyer.ts";

const RULES: Rules = {
  demo: true,
  holdMinutes: 15,
  offerHours: 48,
  passwordLengthMin: 12,
  sessionIdleMs: { staff: 1, student: 1 },
  refundConfirmAbove: 500,
  paymentProviders: ["sandbox"],
};
const WARM = 30;

type Size = { cohorts: number; peopleAtOnce: number };
type Run = { writersMax: number; count: number; cohorts: number };

/** A school whose places are free and without end, and people who take them without HTTP in between. */
export async function openEnrolling(url: string, size: Size) {
  const plain = openDatabase(url);
  const cohortIds = await addCohorts(plain, size.cohorts);

  /** How many a second, on the database at `address`: people who have not been there yet. */
  async function enrol(address: string, { writersMax, count, cohorts: among }: Run): Promise<number> {
    const studentIds = await addStudents(plain, count + WARM);
    const database = openDatabase(address, { writersMax });
    const enrolOne = (n: number) => {
      const studentId = studentIds[n] as string;
      const choice = { cohortId: cohortIds[n % among] as string, studentId };
      const actor = { type: "user" as const, id: studentId, roles: ["student" as const] };
      return database.write(
        (tx) =>
          enrolStudent(
            createWriteCtx({ tx, now: new Date(), actor, requestId: createId("request"), rules: RULES }),
            choice,
          ),
        { beside: lockBuyer(choice) },
      );
    };
    for (let n = count; n < count + WARM; n += 1) await enrolOne(n);
    let next = 0;
    const begun = performance.now();
    const person = async () => {
      while (next < count) await enrolOne(next++);
    };
    await Promise.all(Array.from({ length: size.peopleAtOnce }, person));
    const seconds = (performance.now() - begun) / 1_000;
    await database.close();
    return count / seconds;
  }

  return { enrol, close: () => plain.close() };
}

type Plain = ReturnType<typeof openDatabase>;

async function addCohorts(database: Plain, count: number): Promise<string[]> {
  const at = new Date();
  const ids = Array.from({ length: count }, () => ({ id: createId("cohort"), courseId: createId("course") }));
  const facts = { timezone: "Europe/Zurich", priceMinor: 0, currency: "CHF", createdAt: at, updatedAt: at };
  await database.write(async (tx) => {
    for (const { id, courseId } of ids) {
      const course = { id: courseId, slug: courseId, title: "Bookbinding", state: "published" as const };
      await tx.insert(courses).values({ ...course, createdAt: at, updatedAt: at });
      await tx.insert(cohorts).values({ ...facts, id, courseId, name: "Evenings" });
    }
  });
  return ids.map(({ id }) => id);
}

async function addStudents(database: Plain, count: number): Promise<string[]> {
  const at = new Date();
  const ids = Array.from({ length: count }, () => createId("user"));
  await database.write(async (tx) => {
    const people = ids.map((id) => ({ id, email: `${id}@example.org`, name: id, createdAt: at, verifiedAt: at }));
    await tx.insert(users).values(people);
    await tx.insert(userRoles).values(ids.map((userId) => ({ userId, role: "student" as const, grantedAt: at })));
  });
  return ids;
}
