import { setTimeout } from "node:timers/promises";
import { and, count, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, cohorts, enrolments } from "#db/schema/index.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { type EnrolRequest, submitEnrol, createSignedInStudents } from "#tests/support/enrol-requests.ts";
import { inAllOnPostgres } from "#tests/support/left-to-all.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

const PEOPLE = isQuick ? 80 : 200;
const SEATS = 10;

let school: TestSchool;
let servers: TestServers;

beforeAll(async () => {
  school = await openTestSchool();
  school.clock.set(new Date());
  servers = await startServers(2, school.database.url);
});

afterAll(async () => {
  await servers?.stop();
  await school?.drop();
});

/** A slow machine asks people to come back in a moment rather than keep them waiting, and so they do. */
const PRESSES_MAX = 30;

/** Presses Enrol on one of the servers, and follows to the page it leads to. */
async function press(server: string, what: EnrolRequest, presses = 1) {
  const sent = await submitEnrol(server, what);
  const to = sent.headers.get("location") ?? "";
  if (to.includes("/sorry?why=overloaded") && presses < PRESSES_MAX) {
    await setTimeout(1_000);
    return press(server, what, presses + 1);
  }
  const page = await fetch(new URL(new URL(to, server).pathname, server), { headers: { cookie: what.cookie } });
  return { status: sent.status, to, page: page.status, text: await page.text() };
}

// On PostgreSQL a quick run has the whole term's crowd (whole-term.server.test.ts).
test(
  `ten seats, ${PEOPLE} people, two servers: ten hold one, the others are offered the waiting list`,
  inAllOnPostgres,
  async () => {
    const { id } = await school.cohort({ capacity: SEATS, priceMinor: 48_000 }, { title: "Ten seats" });
    const people = await createSignedInStudents(school, PEOPLE);
    const { all, origin } = servers;
    const answers = await Promise.all(
      people.map(({ cookie }, n) => press(all[n % 2]?.url ?? "", { cohortId: id, cookie, origin })),
    );

    const wrong = answers.filter(({ status, page }) => status !== 303 || page !== 200);
    expect(wrong.map(({ status, to, page }) => ({ status, to, page })).slice(0, 3)).toEqual([]);
    const held = answers.filter(({ to }) => to.includes("/checkout/"));
    const full = answers.filter(({ to, text }) => to.includes("/enrol/") && text.includes("Join the waiting list"));
    expect([held.length, full.length]).toEqual([SEATS, PEOPLE - SEATS]);

    const { read } = school.database;
    const [seats] = await read.select().from(cohorts).where(eq(cohorts.id, id));
    expect([seats?.held, seats?.taken]).toEqual([SEATS, 0]);
    const places = await read.select({ id: enrolments.id }).from(enrolments).where(eq(enrolments.cohortId, id));
    const ids = places.map((place) => place.id);
    const [audited] = await read
      .select({ n: count() })
      .from(auditLog)
      .where(and(eq(auditLog.action, "enrolment.create"), inArray(auditLog.objectId, ids)));
    expect([places.length, audited?.n]).toEqual([SEATS, SEATS]);
    expect(await findViolations(school.database)).toEqual([]);
  },
);
