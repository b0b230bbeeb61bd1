import { setTimeout } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { cohorts, enrolments } from "#db/schema/index.ts";
import { createSignedInStudents, submitEnrol } from "#tests/support/enrol-requests.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { isLong } from "#tests/support/long-run.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { type StartedSchool, startSchool } from "#tests/support/started-school.ts";

/** A whole term's students at the stroke of the hour. Five thousand are more than two small servers answer at once: they queue. */
const CROWDS = isLong
  ? [
      { people: 1_000, seats: 100 },
      { people: 5_000, seats: 100 },
    ]
  : [{ people: 100, seats: 10 }];

/** How often somebody who is asked to come back in a moment does. */
const PRESSES_MAX = 300;

let school: TestSchool;
let servers: StartedSchool[] = [];
let origin: string;

beforeAll(async () => {
  if (engine !== "postgres") return;
  school = await openTestSchool();
  school.clock.set(new Date());
  const first = await startSchool(school.database.url, { processes: 1 });
  ({ origin } = first);
  const env = { MATRICULA_URL: origin, MATRICULA_SECRET: "a secret that both servers share, long enough" };
  servers = [first, await startSchool(school.database.url, { processes: 1, env })];
});

afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await school?.drop();
});

/** Presses Enrol, as often as it takes; says where that led, and how often one was asked to come back. */
async function press(n: number, what: { cohortId: string; cookie: string }) {
  const server = `http://127.0.0.1:${servers[n % servers.length]?.port}`;
  for (let waits = 0; ; waits++) {
    const sent = await submitEnrol(server, { ...what, origin });
    const to = sent.headers.get("location") ?? "";
    await sent.arrayBuffer();
    const isAskedToWait = sent.status === 503 || to.includes("/sorry?why=overloaded");
    if (!isAskedToWait || waits === PRESSES_MAX) return { status: sent.status, to, waits };
    await setTimeout(1_000);
  }
}

test.skipIf(engine !== "postgres").each(CROWDS)(
  "$people people at once on $seats seats of two servers: each seat is sold once, everybody is answered, and nobody sees an error",
  async ({ people, seats }) => {
    const { id } = await school.cohort({ capacity: seats, priceMinor: 0 }, { title: "A whole term" });
    const students = await createSignedInStudents(school, people);
    const began = performance.now();
    const answers = await Promise.all(students.map(({ cookie }, n) => press(n, { cohortId: id, cookie })));
    const seconds = (performance.now() - began) / 1_000;
    const waits = answers.reduce((sum, answer) => sum + answer.waits, 0);
    console.log(
      `${people} people were answered in ${seconds.toFixed(1)} s; ${waits} times somebody was asked to come back`,
    );

    expect(answers.filter(({ status }) => status !== 303).slice(0, 3)).toEqual([]);
    const inside = answers.filter(({ to }) => to.startsWith("/learning/"));
    const full = answers.filter(({ to }) => to === `/enrol/${id}`);
    expect([inside.length, full.length]).toEqual([seats, people - seats]);

    const { read } = school.database;
    const [kept] = await read.select().from(cohorts).where(eq(cohorts.id, id));
    expect([kept?.held, kept?.taken]).toEqual([0, seats]);
    const places = await read.select({ id: enrolments.id }).from(enrolments).where(eq(enrolments.cohortId, id));
    expect(places).toHaveLength(seats);
    expect(await findViolations(school.database)).toEqual([]);
  },
);
