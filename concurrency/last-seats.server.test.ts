import { and, count, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { auditLog, cohorts, enrolments, sessions } from "#db/schema/index.ts";
import { tokenHash } from "#domain/accounts/sessions.ts";
import { DAY_MS, later } from "#domain/kernel/clock.ts";
import { newId, newSecret } from "#domain/kernel/ids.ts";
import { violations } from "#testing/facts.ts";
import { openTestSchool, type TestSchool } from "#testing/school.ts";
import { startServers, type TestServers } from "#testing/servers.ts";

const PEOPLE = 200;
const SEATS = 10;

let school: TestSchool;
let servers: TestServers;

beforeAll(async () => {
  school = await openTestSchool();
  school.clock.set(new Date());
  servers = await startServers(2, school.database.url);
}, 120_000);

afterAll(async () => {
  await servers?.stop();
  await school?.drop();
});

/** A person with a session, as their browser would send it. */
async function signedIn(): Promise<string> {
  const student = await school.person("student");
  const token = newSecret();
  await school.database.write(async (tx) => {
    await tx.insert(sessions).values({
      id: newId("session"),
      tokenHash: tokenHash(token),
      userId: student.id,
      createdAt: school.clock(),
      lastSeenAt: school.clock(),
      expiresAt: later(school.clock(), DAY_MS),
    });
  });
  return `session=${token}`;
}

/** The hidden field by which the course's page names its Enrol action. */
async function enrolField(slug: string): Promise<string> {
  const html = await (await fetch(`${servers.all[0]?.url}/courses/${slug}`)).text();
  const name = /name="(\$ACTION_ID_[0-9a-f]+)"/.exec(html)?.[1];
  if (!name) throw new Error("the course's page has no Enrol form");
  return name;
}

/** Presses Enrol as a browser without scripts does, on one of the servers, and follows to the page it leads to. */
async function press(cookie: string, slug: string, field: string, cohortId: string, server: string) {
  const form = new FormData();
  form.set(field, "");
  form.set("cohortId", cohortId);
  // As a front server passes it on: the school has one name, whichever process answers.
  const host = new URL(servers.origin).host;
  const headers = { cookie, origin: servers.origin, "sec-fetch-site": "same-origin", "x-forwarded-host": host };
  const sent = await fetch(`${server}/courses/${slug}`, { method: "POST", body: form, headers, redirect: "manual" });
  const to = sent.headers.get("location") ?? "";
  const page = await fetch(new URL(new URL(to, server).pathname, server), { headers: { cookie } });
  return { status: sent.status, to, page: page.status, text: await page.text() };
}

test("ten seats, two hundred people, two servers: ten hold one, the others are offered the waiting list", async () => {
  const slug = "ten-seats";
  const { id } = await school.cohort({ capacity: SEATS, priceMinor: 48_000 }, { slug, title: "Ten seats" });
  const cookies = await Promise.all(Array.from({ length: PEOPLE }, signedIn));
  const field = await enrolField(slug);
  const answers = await Promise.all(
    cookies.map((cookie, n) => press(cookie, slug, field, id, servers.all[n % 2]?.url ?? "")),
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
  const [audited] = await read
    .select({ n: count() })
    .from(auditLog)
    .where(
      and(
        eq(auditLog.action, "enrolment.create"),
        inArray(
          auditLog.objectId,
          places.map((place) => place.id),
        ),
      ),
    );
  expect([places.length, audited?.n]).toEqual([SEATS, SEATS]);
  expect(await violations(school.database)).toEqual([]);
}, 120_000);
