/**
 * Makes the school that is measured: the demo school in MATRICULA_DATA_DIR, and beside its story a crowd of students who are
 * signed in, cohorts for them to enrol in, and orders that wait for their money. Writes what the measures need to know of it
 * into `facts.json` beside the database.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { config } from "#config/config.ts";
import { apiTokens, cohorts, courses, outbox, sessions, userRoles, users } from "#db/schema/index.ts";
import { createToken } from "#domain/accounts/create-token.ts";
import { buildPersonKeys } from "#domain/accounts/build-person-keys.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { buildCourseKeys } from "#domain/courses/build-course-keys.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { createWriteCtx } from "#domain/kernel/create-write-ctx.ts";
import { type Actor, createSystemActor } from "#domain/kernel/actor.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import { openTicket } from "#domain/tickets/open-ticket.ts";
import { replyToTicket } from "#domain/tickets/reply-to-ticket.ts";
import { prepareSchool } from "#ops/prepare.ts";
import { runtime, write } from "#runtime";
import { SMALL, type SchoolFacts } from "./school-facts.ts";

/** A school that a test makes, to see that it can be made at all, has a fiftieth of the people. */
const SHARE = process.env[SMALL] === undefined ? 1 : 50;

const STUDENTS = 2_000 / SHARE;
/** Each round of a measure enrols the same crowd in another cohort. */
const FREE_COHORTS = 30;
const PAID_COHORTS = 20;
const RUSHES = 8;
const RUSH_SEATS = 100;
/** How many orders wait for their money, in each of so many cohorts. */
const WAITING = { orders: 800 / SHARE, cohorts: 8 };
const LONG_CONVERSATION = { messages: 100, characters: 4_000 };
/** How many cohorts the student has joined who has been here for long. */
const JOINED = 200;
const PRICE_MINOR = 48_000;

const operator = createSystemActor("bench");
/** Long enough for a bench on a slow machine. */
const HOLD_MINUTES = 24 * 60;

async function addPeople(): Promise<{ students: string[]; cookies: string[]; officeCookie: string; officeId: string }> {
  const { database, clock } = runtime();
  const now = clock();
  const student = (n: number) => ({ id: createId("user"), email: `crowd${n}@example.org`, name: `Crowd ${n}` });
  const crowd = Array.from({ length: STUDENTS }, (_, n) => student(n));
  const office = { id: createId("user"), email: "bench-office@example.org", name: "Bench Office" };
  const signIns = [...crowd, office].map(({ id }) => ({ userId: id, token: createSecret() }));
  for (let from = 0; from < signIns.length; from += 200) {
    await database.write(async (tx) => {
      for (const { userId, token } of signIns.slice(from, from + 200)) {
        const person = userId === office.id ? office : crowd.find(({ id }) => id === userId);
        if (!person) continue;
        await tx.insert(users).values({ ...person, ...buildPersonKeys(person), createdAt: now, verifiedAt: now });
        const role = person === office ? "admin" : "student";
        await tx.insert(userRoles).values({ userId, role, grantedAt: now });
        await tx.insert(sessions).values({
          id: createId("session"),
          tokenHash: hashToken(token),
          userId,
          createdAt: now,
          // Not stale within the bench, so that no request writes that it was seen.
          lastSeenAt: addMs(now, DAY_MS),
          expiresAt: addMs(now, 7 * DAY_MS),
        });
      }
    });
  }
  const cookies = signIns.map(({ token }) => `session=${token}`);
  return {
    students: crowd.map(({ id }) => id),
    cookies: cookies.slice(0, STUDENTS),
    officeCookie: cookies[STUDENTS] as string,
    officeId: office.id,
  };
}

/** A published course outside the catalogue, with cohorts that anyone may join. */
async function addCourse(slug: string, facts: { cohorts: number; priceMinor: number; capacity: number | null }) {
  const { database, clock } = runtime();
  const now = clock();
  const courseId = createId("course");
  const ids = Array.from({ length: facts.cohorts }, () => createId("cohort"));
  await database.write(async (tx) => {
    await tx.insert(courses).values({
      id: courseId,
      slug,
      title: "A course",
      ...buildCourseKeys({ title: "A course", subject: "" }),
      state: "published",
      createdAt: now,
      updatedAt: now,
    });
    for (const id of ids) {
      await tx.insert(cohorts).values({
        id,
        courseId,
        name: "A cohort",
        timezone: "Europe/Zurich",
        priceMinor: facts.priceMinor,
        capacity: facts.capacity,
        currency: "CHF",
        createdAt: now,
        updatedAt: now,
      });
    }
  });
  return ids;
}

/** Orders at the till of the sandbox gateway, by cohort: what its messages will settle. */
async function addWaitingOrders(cohortIds: readonly string[], students: readonly string[]) {
  const { database, clock, rules } = runtime();
  const rounds: SchoolFacts["waiting"] = [];
  for (const cohortId of cohortIds) {
    const enrolled = await Promise.all(
      students.slice(0, WAITING.orders).map((studentId) =>
        database.write((tx) =>
          enrolStudent(
            createWriteCtx({
              tx,
              now: clock(),
              actor: operator,
              requestId: createId("request"),
              rules: { ...rules, holdMinutes: HOLD_MINUTES },
            }),
            { cohortId, studentId, provider: "sandbox" },
          ),
        ),
      ),
    );
    rounds.push(enrolled.flatMap(({ payment }) => (payment ? [{ paymentId: payment.id }] : [])));
  }
  return rounds;
}

/** A conversation of long messages with every mark that Markdown has. Gives its code. */
async function addConversation(requesterId: string): Promise<string> {
  const student: Actor = { type: "user", id: requesterId, roles: ["student"] };
  const body = (n: number) =>
    `Message ${n}, with **strong** and _marked_ words, \`code\` and https://school.example/${n}.\n\n- one\n- two\n\n| a | b |\n| - | - |\n| 1 | ${n} |\n\n`
      .repeat(LONG_CONVERSATION.characters / 100)
      .slice(0, LONG_CONVERSATION.characters);
  const { ticket } = await write({ actor: student }, (ctx) =>
    openTicket(ctx, { requesterId, subject: "A long conversation", body: body(0) }),
  );
  for (let n = 1; n < LONG_CONVERSATION.messages; n++) {
    await write({ actor: student }, (ctx) => replyToTicket(ctx, { ticketId: ticket.id, body: body(n) }));
  }
  return ticket.code;
}

/** A ticket as most are. Gives its code. */
async function addShortConversation(requesterId: string): Promise<string> {
  const student: Actor = { type: "user", id: requesterId, roles: ["student"] };
  const opening = { requesterId, subject: "A short question", body: "When does it begin?" };
  return (await write({ actor: student }, (ctx) => openTicket(ctx, opening))).ticket.code;
}

/** Somebody who has been at the school for long. */
async function joinAll(cohortIds: readonly string[], studentId: string) {
  for (const cohortId of cohortIds)
    await write({ actor: operator }, (ctx) => enrolStudent(ctx, { cohortId, studentId }));
}

async function makeSchool() {
  await prepareSchool(() => {});
  const { students, cookies, officeCookie, officeId } = await addPeople();
  const free = await addCourse("bench-free", { cohorts: FREE_COHORTS, priceMinor: 0, capacity: null });
  const paid = await addCourse("bench-paid", { cohorts: PAID_COHORTS, priceMinor: PRICE_MINOR, capacity: null });
  const till = await addCourse("bench-till", { cohorts: WAITING.cohorts, priceMinor: PRICE_MINOR, capacity: null });
  const rushes: SchoolFacts["rushes"] = [];
  for (let n = 0; n < RUSHES; n++) {
    const [cohortId] = await addCourse(`bench-rush-${n}`, { cohorts: 1, priceMinor: 0, capacity: RUSH_SEATS });
    rushes.push(cohortId as string);
  }
  const waiting = await addWaitingOrders(till, students);
  // Has just signed in, as who makes a token must have.
  const office: Actor = { type: "user", id: officeId, roles: ["admin"], provenAt: runtime().clock() };
  const { token } = await write({ actor: office }, (ctx) =>
    createToken(ctx, { userId: officeId, name: "bench", scopes: ["enrolments:write"], expiresAt: null }),
  );
  const conversation = await addConversation(students[0] as string);
  const shortConversation = await addShortConversation(students[1] as string);
  const busyStudent = students.at(-1) as string;
  await joinAll(await addCourse("bench-busy", { cohorts: JOINED, priceMinor: 0, capacity: null }), busyStudent);
  const { database, clock } = runtime();
  await database.write(async (tx) => {
    await tx.update(apiTokens).set({ lastUsedAt: addMs(clock(), DAY_MS) });
    // Or the server would send hundreds of letters while it is measured.
    await tx.update(outbox).set({ state: "sent", sentAt: clock(), attempts: 1 }).where(eq(outbox.state, "pending"));
  });
  const facts: SchoolFacts = {
    students,
    cookies,
    officeCookie,
    token,
    free,
    paid,
    rushes,
    waiting,
    price: PRICE_MINOR,
    conversation,
    shortConversation,
    busyStudent,
  };
  await database.close();
  writeFileSync(join(config().dataDir, "facts.json"), JSON.stringify(facts));
}

await makeSchool();
