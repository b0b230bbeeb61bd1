import { and, eq, inArray, ne } from "drizzle-orm";
import { cohorts, enrolments, waitingList } from "#db/schema/index.ts";
import { cancelEnrolment } from "#domain/checkout/cancel-enrolment.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { editCohort } from "#domain/courses/edit-cohort.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import { leaveWaitingList } from "#domain/waiting/leave-waiting-list.ts";
import type { Random } from "#ops/demo/random.ts";
import { findViolations } from "#tests/support/invariants.ts";
import type { TestSchool } from "#tests/support/school.ts";
import { PaperQueue, type Wish } from "./seat-history.ts";

export type SeatsReplayed = {
  wishes: number;
  waited: number;
  mostWaiting: number;
  notLowered: number;
  differences: string[];
};

/**
 * Lets people come, leave and give up as a history says, with whoever is drawn by `random`, and compares the school with a queue on
 * paper after each: nobody is in beyond the seats, no seat is free while somebody waits, and the same people are in. Who is offered a
 * seat takes it some steps later, as people do, or, one of five, lets it go.
 */
export async function replaySeats(school: TestSchool, wishes: readonly Wish[], random: Random): Promise<SeatsReplayed> {
  const desk = await school.person("admin");
  const { id: cohortId } = await school.cohort({ capacity: 0 });
  const people: Awaited<ReturnType<TestSchool["person"]>>[] = [];
  const paper = new PaperQueue();
  const replayed: SeatsReplayed = { wishes: 0, waited: 0, mostWaiting: 0, notLowered: 0, differences: [] };

  const idOf = (person: number) => people[person]?.id ?? "";
  const drawFrom = (some: readonly number[]) => some[random.whole(0, some.length)];

  async function come(): Promise<void> {
    const person = people.push(await school.person("student")) - 1;
    const place = { cohortId, studentId: idOf(person) };
    const as = school.as(people[person] as (typeof people)[0]);
    paper.come(person);
    try {
      await as((ctx) => enrolStudent(ctx, place));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      await as((ctx) => joinWaitingList(ctx, place));
      replayed.waited += 1;
    }
  }

  async function leave(person: number | undefined): Promise<void> {
    if (person === undefined) return;
    const entry = await findEntry(school, cohortId, idOf(person));
    paper.leave(person);
    // An offer that is not taken yet is let go.
    if (entry?.state === "offered")
      return school.as(people[person] as (typeof people)[0])((ctx) => leaveWaitingList(ctx, entry.id));
    const { read } = school.database;
    const isTheirs = and(eq(enrolments.cohortId, cohortId), eq(enrolments.studentId, idOf(person)));
    const [enrolment] = await read
      .select()
      .from(enrolments)
      .where(and(isTheirs, ne(enrolments.state, "cancelled")));
    await school.asSystem((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment?.id ?? "", why: "left" }));
  }

  async function giveUp(person: number | undefined): Promise<void> {
    if (person === undefined) return;
    const entry = await findEntry(school, cohortId, idOf(person));
    paper.giveUp(person);
    await school.as(people[person] as (typeof people)[0])((ctx) => leaveWaitingList(ctx, entry?.id ?? ""));
  }

  async function setSeats(seats: number): Promise<void> {
    const isPossible = paper.setSeats(seats);
    const edited = await school
      .as(desk)((ctx) => editCohort(ctx, { cohortId, capacity: seats }))
      .then(
        () => true,
        () => false,
      );
    if (edited !== isPossible) replayed.differences.push(`${seats} seats: ${edited ? "allowed" : "refused"}`);
    if (!isPossible) replayed.notLowered += 1;
  }

  /** Those who were offered a seat: most take it. */
  async function answerOffers(): Promise<void> {
    const isOffered = and(eq(waitingList.cohortId, cohortId), eq(waitingList.state, "offered"));
    for (const { studentId } of await school.database.read.select().from(waitingList).where(isOffered)) {
      const person = people.findIndex(({ id }) => id === studentId);
      if (random.whole(0, 3) === 0) continue;
      if (random.whole(0, 5) === 0) await leave(person);
      else await school.as(people[person] as (typeof people)[0])((ctx) => enrolStudent(ctx, { cohortId, studentId }));
    }
  }

  for (const wish of wishes) {
    if (wish.kind === "seats") await setSeats(wish.seats);
    if (wish.kind === "comes") await come();
    if (wish.kind === "leaves") await leave(drawFrom(paper.inside));
    if (wish.kind === "gives up waiting") await giveUp(drawFrom(paper.waiting));
    await answerOffers();
    replayed.wishes += 1;
    replayed.mostWaiting = Math.max(replayed.mostWaiting, paper.waiting.length);
    const found = await compare(school, cohortId, { paper, idOf });
    replayed.differences.push(...found.map((each) => `after ${replayed.wishes} (${wish.kind}): ${each}`));
  }
  replayed.differences.push(...(await findViolations(school.database)));
  return replayed;
}

async function findEntry({ database: { read } }: TestSchool, cohortId: string, studentId: string) {
  const isTheirs = and(eq(waitingList.cohortId, cohortId), eq(waitingList.studentId, studentId));
  const [entry] = await read
    .select()
    .from(waitingList)
    .where(and(isTheirs, inArray(waitingList.state, ["waiting", "offered"])));
  return entry;
}

type Drawn = { paper: PaperQueue; idOf: (person: number) => string };

async function compare(
  { database: { read } }: TestSchool,
  cohortId: string,
  { paper, idOf }: Drawn,
): Promise<string[]> {
  const [cohort] = await read.select().from(cohorts).where(eq(cohorts.id, cohortId));
  const placed = read.select({ id: enrolments.studentId, state: enrolments.state }).from(enrolments);
  const inside = (await placed.where(eq(enrolments.cohortId, cohortId))).filter(({ state }) => state === "active");
  const queue = await read.select().from(waitingList).where(eq(waitingList.cohortId, cohortId));
  const idsOf = (state: string) => queue.filter((entry) => entry.state === state).map(({ studentId }) => studentId);
  const { capacity, held = 0, taken = 0 } = cohort ?? {};
  const differences: string[] = [];
  if (held + taken > (capacity ?? 0)) differences.push(`${held + taken} in ${capacity} seats`);
  if (held + taken < (capacity ?? 0) && idsOf("waiting").length > 0)
    differences.push("a seat is free while somebody waits");
  const same = (one: string[], other: string[]) => one.sort().join() === other.sort().join();
  if (!same([...inside.map(({ id }) => id), ...idsOf("offered")], paper.inside.map(idOf)))
    differences.push("other people have seats than on paper");
  if (!same(idsOf("waiting"), paper.waiting.map(idOf))) differences.push("other people wait than on paper");
  return differences;
}
