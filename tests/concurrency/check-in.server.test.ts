import { and, count, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attendance, auditLog, courseStaff, enrolments, meetings, userRoles } from "#db/schema/index.ts";
import { createCheckInCode } from "#domain/attendance/room-code.ts";
import { addMs, HOUR_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { createSignedInStudent, createSignedInStudents } from "#tests/support/enrol-requests.ts";
import { encodeForm, findHiddenFields, FORM_HEADERS } from "#tests/support/page-forms.ts";
import { isQuick } from "#tests/support/quick-run.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { SERVERS_SECRET, startServers, type TestServers } from "#tests/support/servers.ts";

const CLASS = isQuick ? 100 : 300;
/** As many scan at once: a class does not do it in the same instant. */
const AT_ONCE = 25;

let school: TestSchool;
let servers: TestServers;
let cohort: { id: string; courseId: string };
let meetingId: string;
let students: { id: string; cookie: string }[];

beforeAll(async () => {
  school = await openTestSchool();
  school.clock.set(new Date());
  cohort = await school.cohort();
  meetingId = await addMeeting(0);
  students = await createSignedInStudents(school, CLASS);
  await enrol(students.map(({ id }) => id));
  servers = await startServers(1, school.database.url);
});

afterAll(async () => {
  await servers?.stop();
  await school?.drop();
});

async function addMeeting(inMinutes: number): Promise<string> {
  const id = createId("meeting");
  const startsAt = addMs(school.clock(), inMinutes * MINUTE_MS);
  const values = { id, cohortId: cohort.id, startsAt, endsAt: addMs(startsAt, HOUR_MS) };
  await school.database.write((tx) => tx.insert(meetings).values(values));
  return id;
}

const enrol = (ids: string[]) =>
  school.database.write((tx) =>
    tx.insert(enrolments).values(
      ids.map((studentId) => ({
        ...{ id: createId("enrolment"), studentId, cohortId: cohort.id, courseId: cohort.courseId },
        ...{ state: "active" as const, createdAt: school.clock(), activatedAt: school.clock() },
      })),
    ),
  );

const ask = (path: string, cookie = "", init: RequestInit = {}) =>
  fetch(`${servers.all[0]?.url}${path}`, { redirect: "manual", ...init, headers: { cookie, ...init.headers } });

const codeNow = (meeting = meetingId, secret = SERVERS_SECRET, ms = 0) =>
  createCheckInCode(secret, meeting, addMs(new Date(), ms));

/** Opens the address of a QR code; gives the cookies that the browser has then. */
async function scan(cookie: string, code: string, meeting = meetingId): Promise<string> {
  const answer = await ask(`/check-in/${meeting}/${code}`, cookie);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, `/check-in/${meeting}`]);
  const pass = answer.headers.get("set-cookie")?.split(";")[0];
  return pass ? `${cookie}; ${pass}` : cookie;
}

const page = async (cookie: string, meeting = meetingId) => (await ask(`/check-in/${meeting}`, cookie)).text();

async function press(cookie: string, fields: Record<string, string>, meeting = meetingId): Promise<string> {
  const sent = { ...fields, meetingId: meeting };
  const headers = { ...FORM_HEADERS, origin: servers.origin, "sec-fetch-site": "same-origin" };
  const answer = await ask(`/check-in/${meeting}`, cookie, { method: "POST", body: encodeForm(sent), headers });
  return answer.headers.get("location") ?? String(answer.status);
}

async function taken(): Promise<number> {
  const rows = await school.database.read
    .select({ rows: count() })
    .from(attendance)
    .where(and(eq(attendance.meetingId, meetingId), eq(attendance.state, "present"), eq(attendance.via, "check_in")));
  return rows[0]?.rows ?? 0;
}

describe("a code in the room", () => {
  test("that is wrong, old, of another meeting or of another school opens nothing, whatever is sent", async () => {
    const [student] = students;
    const cookie = student?.cookie ?? "";
    const other = await addMeeting(5);
    const right = await scan(cookie, codeNow(other), other);
    const fields = findHiddenFields(await page(right, other), "meetingId");
    expect(Object.keys(fields).length).toBeGreaterThan(1);
    const wrong = [
      "x",
      codeNow(meetingId, SERVERS_SECRET, -90_000),
      codeNow(meetingId, SERVERS_SECRET, 90_000),
      codeNow(other),
      codeNow(meetingId, "another school"),
    ];
    for (const code of wrong) {
      const kept = await scan(cookie, code);
      expect(kept).toBe(cookie);
      expect(await page(kept)).not.toContain('name="meetingId"');
      expect(await press(kept, fields)).toContain("/sorry?why=wrong_code");
    }
    // The pass for another meeting is none for this one.
    expect(await press(right, fields)).toContain("/sorry?why=wrong_code");
    expect(await taken()).toBe(0);
  });

  test("leads whoever is not signed in to sign in and back, and is still good then", async () => {
    const visitor = await scan("", codeNow());
    const asked = await ask(`/check-in/${meetingId}`, visitor);
    expect([asked.status, asked.headers.get("location")]).toEqual([
      307,
      `/sign-in?next=${encodeURIComponent(`/check-in/${meetingId}`)}`,
    ]);
    expect(await page(`${students[0]?.cookie}${visitor}`)).toContain('name="meetingId"');
  });

  test("is nothing to a student of another class, who learns as little as of a meeting that is none", async () => {
    const stranger = await createSignedInStudent(school);
    for (const meeting of [meetingId, "mtg_none", createId("meeting")]) {
      expect((await ask(`/check-in/${meeting}`, stranger.cookie)).status).toBe(404);
    }
  });

  test(`checks in ${CLASS} students within a minute, each once`, { timeout: 120_000 }, async () => {
    const begun = performance.now();
    const first = await scan(students[0]?.cookie ?? "", codeNow());
    const fields = findHiddenFields(await page(first), "meetingId");
    const left = [...students, ...students.slice(0, AT_ONCE)];
    const answers: string[] = [];
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let next = left.pop(); next; next = left.pop()) {
        answers.push(await press(await scan(next.cookie, codeNow()), fields));
      }
    });
    await Promise.all(workers);
    const ms = performance.now() - begun;
    expect(new Set(answers)).toEqual(new Set([`/check-in/${meetingId}`]));
    expect(await taken()).toBe(CLASS);
    const [audited] = await school.database.read
      .select({ rows: count() })
      .from(auditLog)
      .where(eq(auditLog.action, "attendance.check_in"));
    expect(audited?.rows).toBe(CLASS);
    expect(ms).toBeLessThan(60_000);
  });
});

describe("a roster", () => {
  const send = (cookie: string, body: string | URLSearchParams, more: Record<string, string> = {}) =>
    ask(`/admin/meetings/${meetingId}/marks`, cookie, {
      method: "POST",
      body,
      headers: { origin: servers.origin, "sec-fetch-site": "same-origin", ...more },
    });
  const JSON_TYPE = { "content-type": "application/json" };

  async function teacher(teaches: boolean) {
    const { id, cookie } = await createSignedInStudent(school);

    await school.database.write(async (tx) => {
      await tx.insert(userRoles).values({ userId: id, role: "instructor", grantedAt: school.clock() });
      if (teaches) await tx.insert(courseStaff).values({ courseId: cohort.courseId, userId: id });
    });
    return cookie;
  }

  test("takes a form and leads back to its row, and many marks from a script, each once", async () => {
    const cookie = await teacher(true);
    const [place] = await school.database.read.select().from(enrolments).where(eq(enrolments.cohortId, cohort.id));
    const enrolmentId = place?.id ?? "";
    const roster = `/admin/meetings/${meetingId}`;
    expect(await (await ask(roster, cookie)).text()).toContain("<attendance-roster");
    const form = await send(cookie, new URLSearchParams({ enrolmentId, state: "late", back: `${roster}?only=late` }));
    expect([form.status, form.headers.get("location")]).toEqual([303, `${roster}?only=late#${enrolmentId}`]);
    const mark = { enrolmentId, state: "absent", key: "a-key-of-its-own", ageMs: 0 };
    const marks = JSON.stringify({ marks: [mark] });
    const outcomes: string[] = [];
    for (let time = 0; time < 2; time++) {
      const said = await (await send(cookie, marks, JSON_TYPE)).json();
      outcomes.push(said.marks[0].outcome);
    }
    expect(outcomes).toEqual(["taken", "repeated"]);
    // Nobody is led to another site by a form.
    const away = await send(cookie, new URLSearchParams({ enrolmentId, state: "late", back: "//evil.example" }));
    expect(away.headers.get("location")).toBe(`${roster}#${enrolmentId}`);
  });

  test("answers a script with what it needs to keep the marks, and other sites with nothing", async () => {
    const marks = JSON.stringify({ marks: [{ enrolmentId: "x", state: "absent", key: "a-key-of-its-own", ageMs: 0 }] });
    expect((await send("", marks, JSON_TYPE)).status).toBe(401);
    expect((await send(await teacher(true), "{", JSON_TYPE)).status).toBe(400);
    expect((await send(await teacher(true), '{"marks":[]}', JSON_TYPE)).status).toBe(422);
    const foreign = await send(await teacher(true), marks, { ...JSON_TYPE, "sec-fetch-site": "cross-site" });
    expect(foreign.status).toBe(403);
  });

  test("is to a teacher of another course what it is to a stranger: not there", async () => {
    const [teaching, stranger] = [await teacher(false), (await createSignedInStudent(school)).cookie];
    const marks = JSON.stringify({ marks: [{ enrolmentId: "x", state: "absent", key: "a-key-of-its-own", ageMs: 0 }] });
    for (const cookie of [teaching, stranger]) {
      for (const path of ["", "/code"]) {
        expect((await ask(`/admin/meetings/${meetingId}${path}`, cookie)).status).toBe(404);
      }
      const csv = `/admin/courses/${cohort.courseId}/cohorts/${cohort.id}/attendance.csv`;
      expect((await ask(csv, cookie)).status).toBe(404);
      expect((await send(cookie, marks, JSON_TYPE)).status).toBe(404);
    }
  });

  test("is a file with a line for each student, in which no name is a formula", async () => {
    const csv = await ask(`/admin/courses/${cohort.courseId}/cohorts/${cohort.id}/attendance.csv`, await teacher(true));
    const lines = (await csv.text()).trim().split("\r\n");
    expect([csv.status, lines.length]).toEqual([200, CLASS + 1]);
    expect(lines[0]).toMatch(/^Enrolment,Student,State,Meetings held,Attended,Excused,/);
  });
});
