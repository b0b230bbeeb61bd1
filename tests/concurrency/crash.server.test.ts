import { and, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { enrolments } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { isLong } from "#tests/support/long-run.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { submitEnrol, createSignedInStudents } from "#tests/support/enrol-requests.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { startServers } from "#tests/support/servers.ts";

const CRASHES = isLong ? 10 : isQuick ? 1 : 2;
const PEOPLE_A_CRASH = 60;
/** How many answers have come when the server is killed: enough that writes are under way. */
const ANSWERS_BEFORE_THE_END = 20;

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool();
  school.clock.set(new Date());
});
afterAll(async () => {
  await school?.drop();
});

/** Starts a server, lets everybody press Enrol, and kills it in the middle. Gives the people who were told they are in. */
async function crashUnderLoad(cohortId: string): Promise<string[]> {
  const servers = await startServers(1, school.database.url);
  const [server] = servers.all;
  if (!server) throw new Error("no server was started");
  const people = await createSignedInStudents(school, PEOPLE_A_CRASH);
  const acknowledged: string[] = [];
  let answers = 0;
  await Promise.allSettled(
    people.map(async ({ id, cookie }) => {
      const answer = await submitEnrol(server.url, { cohortId, cookie, origin: servers.origin });
      if (answer.headers.get("location")?.includes("/learning/")) acknowledged.push(id);
      answers += 1;
      if (answers === ANSWERS_BEFORE_THE_END) server.process.kill("SIGKILL");
    }),
  );
  await servers.stop();
  expect(server.process.signalCode).toBe("SIGKILL");
  return acknowledged;
}

test("a server killed in the middle loses nothing that it had acknowledged", async () => {
  const { id } = await school.cohort({ capacity: 10_000 }, { title: "Crashing" });
  for (let n = 0; n < CRASHES; n++) {
    const acknowledged = await crashUnderLoad(id);
    expect(acknowledged.length).toBeGreaterThanOrEqual(ANSWERS_BEFORE_THE_END);
    const kept = await school.database.read
      .select({ studentId: enrolments.studentId })
      .from(enrolments)
      .where(and(eq(enrolments.cohortId, id), inArray(enrolments.studentId, acknowledged)));
    const lost = acknowledged.filter((student) => !kept.some(({ studentId }) => studentId === student));
    expect(lost).toEqual([]);
  }
  expect(await findViolations(school.database)).toEqual([]);
});
