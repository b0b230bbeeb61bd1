import { eq } from "drizzle-orm";
import { waitingList } from "#db/schema/index.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getRefusalMessage } from "#domain/kernel/refusal.ts";
import { sourceText } from "#messages/message.ts";
import { createSignedInStudent } from "#tests/support/enrol-requests.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

let school: TestSchool;
let servers: TestServers;
beforeAll(async () => {
  school = await openTestSchool();
  school.clock.set(new Date());
  servers = await startServers(1, school.database.url);
});
afterAll(async () => {
  await servers?.stop();
  await school?.drop();
});

type Sent = { cohortId?: string; cookie?: string; origin?: string; or?: string };

/** Where the button leads. */
async function whereTo({ cohortId = "", cookie, origin = servers.origin, or }: Sent): Promise<string> {
  const answer = await fetch(`${servers.all[0]?.url}/enrol`, {
    method: "POST",
    body: new URLSearchParams({ cohortId, ...(or ? { or } : {}) }),
    headers: { origin, ...(cookie ? { cookie } : {}) },
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  return answer.headers.get("location") ?? "";
}

test("a free course is one press, and pressing again leads to the page that says so", async () => {
  const { id: cohortId } = await school.cohort({ priceMinor: 0 });
  const { cookie } = await createSignedInStudent(school);
  expect(await whereTo({ cohortId, cookie })).toMatch(/^\/learning\/.+\?welcome=/);
  expect(await whereTo({ cohortId, cookie })).toBe(`/enrol/${cohortId}`);
});

test("a paid course leads to its checkout, the same one however often it is pressed", async () => {
  const { id: cohortId } = await school.cohort({ priceMinor: 48_000 });
  const { cookie } = await createSignedInStudent(school);
  const to = await whereTo({ cohortId, cookie });
  expect(to).toMatch(/^\/checkout\//);
  expect(await whereTo({ cohortId, cookie })).toBe(to);
});

test("the button of a full course joins its waiting list, and the one that only said Enrol asks first", async () => {
  const { id: cohortId } = await school.cohort({ capacity: 0, priceMinor: 48_000 });
  const [hasty, willing] = [await createSignedInStudent(school), await createSignedInStudent(school)];
  const waiting = async () => {
    const rows = await school.database.read.select().from(waitingList).where(eq(waitingList.cohortId, cohortId));
    return rows.map(({ studentId, state }) => [studentId, state]);
  };
  expect(await whereTo({ cohortId, cookie: hasty.cookie })).toBe(`/enrol/${cohortId}`);
  expect(await waiting()).toEqual([]);
  for (let press = 0; press < 2; press++) {
    expect(await whereTo({ cohortId, cookie: willing.cookie, or: "wait" })).toBe(`/enrol/${cohortId}`);
  }
  expect(await waiting()).toEqual([[willing.id, "waiting"]]);
});

test("a visitor is asked who they are, and keeps the course they chose", async () => {
  const { id: cohortId } = await school.cohort({ priceMinor: 0 });
  expect(await whereTo({ cohortId })).toBe(`/enrol/${cohortId}`);
});

test("a form from another site enrols nobody", async () => {
  const { id: cohortId } = await school.cohort({ priceMinor: 0 });
  const { cookie } = await createSignedInStudent(school);
  const to = await whereTo({ cohortId, cookie, origin: "https://elsewhere.example" });
  expect(to).toContain("why=origin_refused");
  const page = await fetch(new URL(to, servers.all[0]?.url));
  // Its own page shows the refusal's words.
  expect(await page.text()).toContain(sourceText(getRefusalMessage("origin_refused")));
  expect(await whereTo({ cohortId, cookie })).toMatch(/^\/learning\//);
});

test("a form without a course leads to the catalogue", async () => {
  const { cookie } = await createSignedInStudent(school);
  expect(await whereTo({ cohortId: "coh_'; --", cookie })).toBe("/courses");
});
