import { and, eq } from "drizzle-orm";
import { cohorts, enrolments, grants, userRoles, users } from "#db/schema/index.ts";
import { isLiveGrant } from "#domain/access/get-access.ts";
import { buildPersonKeys } from "#domain/accounts/build-person-keys.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { createId } from "#domain/kernel/ids.ts";
import { reconcileCounters } from "#domain/maintenance/reconcile-counters.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { JUST_NOW, type TestSchool } from "#tests/support/school.ts";
import { countPlaces, type Run, type Step } from "./registrations.ts";

const DAY_MS = 86_400_000;
/** SQLite takes at most 32,766 parameters in a statement. */
const ROWS_AT_ONCE = 500;

export type Replayed = { enrolled: number; withdrawn: number; compared: number; differences: string[] };

type Cohorts = Map<string, { id: string; courseId: string }>;

/**
 * Lets every student register and withdraw on their day, as they would in the browser, and compares the school with a count of the
 * file at so many moments: places, seat counters, and to whom each course is open. A course is
 * open for as many days as its run has, from its start or from registering, whichever is later.
 */
export async function replayRegistrations(
  school: TestSchool,
  { runs, steps, moments }: { runs: readonly Run[]; steps: readonly Step[]; moments: number },
): Promise<Replayed> {
  const first = steps[0];
  const last = steps.at(-1);
  if (!first || !last) return { enrolled: 0, withdrawn: 0, compared: 0, differences: [] };
  school.clock.set(new Date(first.at));
  const places: Cohorts = new Map();
  for (const run of runs)
    places.set(
      run.name,
      await school.cohort({ name: run.name, startsAt: run.startsAt, accessDays: run.days }, { title: run.name }),
    );
  const people = await addPeople(school, [...new Set(steps.map(({ student }) => student))]);
  const replayed: Replayed = { enrolled: 0, withdrawn: 0, compared: 0, differences: [] };
  const held = new Map<string, string>();
  const stride = Math.ceil(steps.length / moments);
  for (const [index, step] of steps.entries()) {
    school.clock.set(new Date(step.at));
    const studentId = people.get(step.student) ?? "";
    const cohortId = places.get(step.run)?.id ?? "";
    const key = `${step.run} ${step.student}`;
    if (step.kind === "registers") {
      const as = { type: "user", id: studentId, roles: ["student"], email: "", provenAt: JUST_NOW } as const;
      const { enrolment } = await school.as(as)((ctx) => enrolStudent(ctx, { cohortId, studentId }));
      held.set(key, enrolment.id);
      replayed.enrolled += 1;
    } else {
      const enrolmentId = held.get(key) ?? "";
      await school.asSystem((ctx) => cancelEnrolment(ctx, { enrolmentId, why: "withdrew" }));
      replayed.withdrawn += 1;
    }
    if (index % stride === stride - 1 || index === steps.length - 1) {
      replayed.differences.push(
        ...(await compare(school, { runs, steps: steps.slice(0, index + 1), places, people, at: step.at })),
      );
      replayed.compared += 1;
    }
  }
  // Long after: nothing is open any more.
  const after = last.at + 1_000 * DAY_MS;
  school.clock.set(new Date(after));
  replayed.differences.push(...(await compare(school, { runs, steps, places, people, at: after })));
  replayed.differences.push(...(await findViolations(school.database)));
  for await (const found of reconcileCounters(school.reading(createSystemActor("replay"))))
    replayed.differences.push(...found.map((each) => JSON.stringify(each)));
  return replayed;
}

async function addPeople(school: TestSchool, students: readonly string[]): Promise<Map<string, string>> {
  const createdAt = school.clock();
  const rows = students.map((student) => {
    const [name, email] = [`Student ${student}`, `student-${student}@example.org`];
    return { id: createId("user"), email, name, ...buildPersonKeys({ name, email }), createdAt, verifiedAt: createdAt };
  });
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    await school.database.write(async (tx) => {
      await tx.insert(users).values(some);
      await tx
        .insert(userRoles)
        .values(some.map(({ id }) => ({ userId: id, role: "student" as const, grantedAt: createdAt })));
    });
  }
  return new Map(students.map((student, index) => [student, rows[index]?.id ?? ""]));
}

type Moment = {
  runs: readonly Run[];
  steps: readonly Step[];
  places: Cohorts;
  people: Map<string, string>;
  at: number;
};

async function compare(school: TestSchool, { runs, steps, places, people, at }: Moment): Promise<string[]> {
  const counted = countPlaces(steps);
  const differences: string[] = [];
  for (const { name, days, startsAt } of runs) {
    const there = counted.get(name) ?? new Map<string, number>();
    const id = places.get(name)?.id ?? "";
    const said = await ask(school, id);
    const wanted = [...there].map(([student]) => people.get(student) ?? "").sort();
    const open = [...there]
      .filter(([, since]) => Math.max(since, startsAt.getTime()) + days * DAY_MS > at)
      .map(([student]) => people.get(student) ?? "")
      .sort();
    if (said.taken !== there.size)
      differences.push(`${name} at ${at}: ${said.taken} seats taken, ${there.size} counted`);
    if (said.places.join() !== wanted.join()) differences.push(`${name} at ${at}: other people have places`);
    if (said.open.join() !== open.join())
      differences.push(`${name} at ${at}: open to ${said.open.length}, counted ${open.length}`);
  }
  return differences;
}

async function ask({ database: { read }, clock }: TestSchool, cohortId: string) {
  const [cohort] = await read.select({ taken: cohorts.taken }).from(cohorts).where(eq(cohorts.id, cohortId));
  const placed = await read
    .select({ id: enrolments.studentId })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), eq(enrolments.state, "active")));
  const live = await read
    .selectDistinct({ id: grants.studentId })
    .from(grants)
    .innerJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .where(and(eq(enrolments.cohortId, cohortId), isLiveGrant(clock())));
  const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();
  return { taken: cohort?.taken ?? 0, places: idsOf(placed), open: idsOf(live) };
}
