import { renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { and, eq, inArray } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { engine } from "#db/engine.ts";
import { apiTokens, enrolments } from "#db/schema/index.ts";
import { administer, holdTheLock } from "#db/testing.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { createId, createSecret } from "#domain/kernel/ids.ts";
import { REFUSALS, getRefusalMessage, type RefusalCode } from "#domain/kernel/refusal.ts";
import { sourceText } from "#messages/message.ts";
import { inAll, inAllOnPostgres, inAllOnSqlite } from "#tests/support/left-to-all.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { submitEnrol, createSignedInStudents } from "#tests/support/enrol-requests.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { startServers, type TestServer } from "#tests/support/servers.ts";
import { readOnlyView, type StorageLimit, listStorageLimits } from "#tests/support/storage.ts";

const SLUG = "storage";
const PEOPLE = 240;
/** How many press at once. */
const AT_ONCE = 8;
/** How many are refused before the load ends: enough that a refusal is seen to be the rule and no accident. */
const REFUSED_ENOUGH = 24;

type Person = Awaited<ReturnType<typeof createSignedInStudents>>[number];
type Stand = { school: TestSchool; server: TestServer; cohortId: string; people: Person[] };

/** A school with one free course, people who are signed in, and one server on it. `url` is where the server finds the database. */
async function open(people: number, where: { within?: string } = {}, url?: (school: TestSchool) => Promise<string>) {
  const school = await openTestSchool({}, where);
  school.clock.set(new Date());
  const { id: cohortId } = await school.cohort({ capacity: 10_000 }, { slug: SLUG, title: "Storage" });
  const all = await createSignedInStudents(school, people);
  const servers = await startServers(1, url ? await url(school) : school.database.url);
  const [server] = servers.all;
  if (!server) throw new Error("no server was started");
  const stand: Stand = { school, server, cohortId, people: all };
  const close = async () => {
    await servers.stop();
    await school.drop();
  };
  const press = async (person: Person) => followed(stand, person, servers.origin);
  return { ...stand, press, close };
}

/** Presses Enrol and follows: "in", or what a person saw instead. */
async function followed({ server, cohortId }: Stand, { cookie }: Person, origin: string): Promise<string> {
  const sent = await submitEnrol(server.url, { cohortId, cookie, origin });
  const to = sent.headers.get("location") ?? "";
  if (sent.status === 303 && to.includes("/learning/")) return "in";
  const { pathname, search } = new URL(to, server.url);
  const page = await fetch(new URL(`${pathname}${search}`, server.url), { headers: { cookie }, redirect: "manual" });
  const text = await page.text();
  const retry = page.headers.get("retry-after") !== null;
  const code = Object.keys(REFUSALS).find((each) => text.includes(sourceText(getRefusalMessage(each as RefusalCode))));
  return `${page.status} ${code ?? "no reason"}${retry ? ", come back" : ""}`;
}

const politely = (code: RefusalCode) => `503 ${code}, come back`;

/** Everything that only reads: the course's page, the catalogue, somebody's own courses, and what a load balancer asks. */
async function expectReadsGoOn({ server }: Stand, { cookie }: Person) {
  for (const page of [`/courses/${SLUG}`, "/courses", "/learning", "/health"]) {
    const answer = await fetch(`${server.url}${page}`, { headers: { cookie }, redirect: "manual" });
    expect([page, answer.status]).toEqual([page, 200]);
  }
}

async function bearer({ school }: Stand, { id }: Person): Promise<string> {
  const secret = `mtr_${createSecret()}`;
  const token = { id: createId("apiToken"), tokenHash: hashToken(secret), userId: id, name: "test" };
  await school.database.write(async (tx) => {
    await tx.insert(apiTokens).values({ ...token, scopes: ["enrolments:write"], createdAt: school.clock() });
  });
  return secret;
}

async function askApi({ server, cohortId }: Stand, token: string) {
  const answer = await fetch(`${server.url}/api/v1/enrolments`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "idempotency-key": createSecret(),
    },
    body: JSON.stringify({ cohortId }),
  });
  const { code } = (await answer.json()) as { code?: string };
  return { status: answer.status, code, retry: answer.headers.get("retry-after") !== null };
}

/** What a provider is told whose message could not be written down: it sends it again only after a 5xx. */
async function tellWebhook({ server }: Stand) {
  const answer = await fetch(`${server.url}/webhooks/sandbox`, { method: "POST", body: "{}" });
  const { error } = (await answer.json()) as { error?: string };
  return { status: answer.status, error, retry: answer.headers.get("retry-after") !== null };
}

/** What the server says of itself, in a word. */
async function wordOf({ server }: Stand): Promise<string> {
  return (await (await fetch(`${server.url}/health`)).text()).trim();
}

/** Waits until the server says so of itself. */
async function says(stand: Stand, word: string, secondsMax: number) {
  const deadline = performance.now() + scaleDeadline(secondsMax * 1_000);
  while ((await wordOf(stand)) !== word) {
    if (performance.now() > deadline) throw new Error(`it says "${await wordOf(stand)}" after ${secondsMax} s`);
    await wait(100);
  }
}

/** By itself, within the promised half a minute, and with nobody pressing anything. */
const isWell = (stand: Stand) => says(stand, "ok", 30);

/** Who of `people` has a place. */
async function placed({ school, cohortId }: Stand, people: Person[]): Promise<string[]> {
  const ids = people.map(({ id }) => id);
  const rows = await school.database.read
    .select({ studentId: enrolments.studentId })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), inArray(enrolments.studentId, ids)));
  return rows.map(({ studentId }) => studentId).sort();
}

const idsOf = (people: Person[]) => people.map(({ id }) => id).sort();

const ways = listStorageLimits();
if (ways.length === 0) console.warn("NOT TESTED: a full disk. It takes root and mount, or prlimit.");

describe.skipIf(ways.length === 0)("what fills up loses nothing that was acknowledged, and refuses politely", () => {
  const [first, ...others] = ways;
  const fill = async ({ prepare }: (typeof ways)[number]) => {
    const disk = prepare();
    try {
      const stand = await open(PEOPLE, disk.within === undefined ? {} : { within: disk.within });
      try {
        await fillUpAndComeBack(stand, disk);
      } finally {
        await stand.close();
      }
    } finally {
      disk.remove();
    }
  };
  test.each(first ? [first] : [])("$name", inAllOnPostgres, fill);
  test.each(others)("$name", inAll, fill);
});

async function fillUpAndComeBack(stand: Awaited<ReturnType<typeof open>>, disk: StorageLimit) {
  const { server, school, press } = stand;
  const pid = server.process.pid ?? 0;
  const [scribe, ...crowd] = stand.people;
  if (!scribe) throw new Error("nobody is there");
  const token = await bearer(stand, scribe);
  disk.squeeze({ pid, databaseUrl: school.database.url });

  const inside: Person[] = [];
  const refused: Person[] = [];
  const seen = new Set<string>();
  const waiting = [...crowd];
  const pressing = async () => {
    for (let who = waiting.shift(); who && refused.length < REFUSED_ENOUGH; who = waiting.shift()) {
      const outcome = await press(who);
      (outcome === "in" ? inside : refused).push(who);
      if (outcome !== "in") seen.add(outcome);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, pressing));
  expect([...seen]).toEqual([politely("storage")]);
  expect([inside.length > 0, refused.length >= REFUSED_ENOUGH]).toEqual([true, true]);
  // A full disk may have room for the small write by which the school tries every other second whether there is room: it takes
  // itself for well then, until the next larger write, and a provider that did not sign is told so.
  await vi.waitFor(
    async () => {
      const who = refused.shift() as Person;
      ((await press(who)) === "in" ? inside : refused).push(who);
      expect(await tellWebhook(stand)).toEqual({ status: 503, error: "storage", retry: true });
    },
    { timeout: scaleDeadline(5_000), interval: 100 },
  );
  expect(await askApi(stand, token)).toEqual({ status: 503, code: "storage", retry: true });
  await expectReadsGoOn(stand, inside[0] as Person);
  expect(await placed(stand, [...inside, ...refused])).toEqual(idsOf(inside));

  disk.relax({ pid });
  await isWell(stand);
  expect(await Promise.all(refused.map(press))).toEqual(refused.map(() => "in"));
  expect((await askApi(stand, token)).status).toBe(201);
  expect(await placed(stand, [...inside, ...refused])).toEqual(idsOf([...inside, ...refused]));
  expect(await findViolations(school.database)).toEqual([]);
  expect(server.log()).toContain("the school cannot save");
}

test("a lock that somebody else keeps is waited for, refused politely, and forgotten", inAll, async () => {
  const stand = await open(6);
  try {
    const [scribe, reader, ...crowd] = stand.people as [Person, Person, ...Person[]];
    const token = await bearer(stand, scribe);
    const release = await holdTheLock(stand.school.database.url);
    const answers = Promise.all([askApi(stand, token), ...crowd.map(stand.press)]);
    await expectReadsGoOn(stand, reader);
    expect(await answers).toEqual([
      { status: 503, code: "overloaded", retry: true },
      ...crowd.map(() => politely("overloaded")),
    ]);
    await release();
    expect(await placed(stand, stand.people)).toEqual([]);
    expect(await Promise.all(crowd.map(stand.press))).toEqual(crowd.map(() => "in"));
    expect(await findViolations(stand.school.database)).toEqual([]);
  } finally {
    await stand.close();
  }
});

test(
  "a database that may only be read is read, who would write is refused politely, and it is written again without a restart",
  inAllOnSqlite,
  async () => {
    let view = { makeWritable: async () => {}, remove: async () => {} };
    const stand = await open(5, {}, async ({ database }) => {
      const readOnly = engine === "postgres" ? await readOnlyDatabase(database.url) : readOnlyFile(database.url);
      view = readOnly;
      return readOnly.url;
    });
    try {
      const [reader, scribe, ...crowd] = stand.people as [Person, Person, ...Person[]];
      expect(await Promise.all(crowd.map(stand.press))).toEqual(crowd.map(() => politely("storage")));
      await says(stand, "read_only", 5);
      expect(await stand.press(scribe)).toBe(politely("storage"));
      expect(await tellWebhook(stand)).toEqual({ status: 503, error: "storage", retry: true });
      await expectReadsGoOn(stand, reader);
      expect(await placed(stand, stand.people)).toEqual([]);

      await view.makeWritable();
      await isWell(stand);
      expect(await Promise.all(crowd.map(stand.press))).toEqual(crowd.map(() => "in"));
      expect(await placed(stand, stand.people)).toEqual(idsOf(crowd));
      await expectReadsGoOn(stand, reader);
      expect(await findViolations(stand.school.database)).toEqual([]);
    } finally {
      await view.makeWritable();
      await stand.close();
      await view.remove();
    }
  },
);

test.runIf(engine === "sqlite")(
  "a database that is moved under the server acknowledges nothing that would be lost",
  inAllOnSqlite,
  async () => {
    const stand = await open(40);
    try {
      const [reader, ...crowd] = stand.people as [Person, ...Person[]];
      const file = stand.school.database.url;
      const inside: Person[] = [];
      const refused: Person[] = [];
      const movedAt = performance.now();
      renameSync(file, `${file}.aside`);
      for (const person of crowd) {
        const outcome = await stand.press(person);
        (outcome === "in" ? inside : refused).push(person);
        if (outcome !== "in") expect(outcome).toBe(politely("storage"));
        // Whoever gets in after five seconds was acknowledged too late.
        if (outcome === "in") expect(performance.now() - movedAt).toBeLessThan(scaleDeadline(5_000));
        await wait(150);
      }
      expect(refused.length).toBeGreaterThan(0);
      expect(await wordOf(stand)).toBe("read_only");
      await expectReadsGoOn(stand, reader);

      renameSync(`${file}.aside`, file);
      await isWell(stand);
      expect(await Promise.all(refused.map(stand.press))).toEqual(refused.map(() => "in"));
      expect(await placed(stand, crowd)).toEqual(idsOf(crowd));
      expect(await findViolations(stand.school.database)).toEqual([]);
    } finally {
      await stand.close();
    }
  },
);

function readOnlyFile(file: string) {
  const { folder, makeWritable, remove } = readOnlyView(dirname(file));
  return {
    url: join(folder, "matricula.db"),
    makeWritable: async () => makeWritable(),
    remove: async () => remove(),
  };
}

async function readOnlyDatabase(url: string) {
  const name = new URL(url).pathname.slice(1);
  const other = process.env.DATABASE_URL as string;
  const set = (to: string) => administer(other, `ALTER DATABASE ${name} SET default_transaction_read_only = ${to}`);
  await set("on");
  return { url, makeWritable: () => set("off"), remove: async () => {} };
}
