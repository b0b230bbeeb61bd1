import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Overloaded } from "#db/errors.ts";
import { apiTokens, users } from "#db/schema/index.ts";
import { DAY_MS, HOUR_MS, addMs, MINUTE_MS } from "#domain/kernel/clock.ts";
import { createId } from "#domain/kernel/ids.ts";
import { openApiSchool, type ApiSchool } from "#tests/support/api.ts";

const PER_MINUTE = 60;

let school: ApiSchool;
let admin: string;

beforeAll(async () => {
  school = await openApiSchool({ MATRICULA_API_PER_MINUTE: String(PER_MINUTE) });
  admin = await school.token(await school.person("admin"));
});

afterAll(() => school.close());

describe("who comes without a live token", () => {
  const cases: [name: string, headers: Record<string, string>, code: string, challenge: string][] = [
    ["nothing", {}, "not_signed_in", 'Bearer realm="api"'],
    ["a password", { authorization: "Basic b3duZXI6b3duZXI=" }, "token_refused", "invalid_token"],
    ["a token that was made up", { authorization: `Bearer mtr_${"a".repeat(43)}` }, "token_refused", "invalid_token"],
    ["a cookie", { cookie: "session=whatever" }, "not_signed_in", 'Bearer realm="api"'],
  ];
  test.each(cases)("with %s is refused and told how to come", async (_, headers, code, challenge) => {
    const { status, body, headers: got } = await school.ask("/courses", { headers });
    expect([status, body.code]).toEqual([401, code]);
    expect(got.get("www-authenticate")).toContain(challenge);
    expect(got.get("content-type")).toBe("application/problem+json");
    expect(got.get("x-request-id")).toBe(body.requestId);
  });

  test("because it was revoked, has ended, or its person is shut out, is refused", async () => {
    const student = await school.person("student");
    const { write } = school.database;
    const refused = async (token: string) => (await school.ask("/courses", { token })).body.code;

    const ending = await school.token(student, ["courses:read"], addMs(school.clock(), HOUR_MS));
    expect(await refused(ending)).toBeUndefined();
    school.clock.forward(2 * HOUR_MS);
    expect(await refused(ending)).toBe("token_refused");

    const revoked = await school.token(student, ["courses:read"]);
    await write(async (tx) => {
      await tx.update(apiTokens).set({ revokedAt: school.clock() }).where(eq(apiTokens.userId, student.id));
    });
    expect(await refused(revoked)).toBe("token_refused");

    const shutOut = await school.token(student, ["courses:read"]);
    await write(async (tx) => {
      await tx.update(users).set({ disabledAt: school.clock() }).where(eq(users.id, student.id));
    });
    expect(await refused(shutOut)).toBe("token_refused");
  });
});

test("a token does only what its scopes say, even for an owner", async () => {
  const owner = await school.person("owner");
  const reader = await school.token(owner, ["courses:read", "tickets:read"]);
  expect((await school.ask("/courses", { token: reader })).status).toBe(200);
  const beyond = [
    await school.ask("/enrolments", { token: reader }),
    await school.ask("/enrolments/enr_none", { token: reader }),
    await school.post("/courses", reader, { title: "Not mine to make" }),
    await school.post("/tickets", reader, { subject: "Help", body: "Please" }),
  ];
  expect(beyond.map(({ status, body }) => [status, body.code])).toEqual(beyond.map(() => [403, "scope_missing"]));
});

test("what is not there and what is somebody else's answer alike", async () => {
  const [one, other] = [await school.person("student"), await school.person("student")];
  const [mine, theirs] = [await school.token(one), await school.token(other)];
  const { id: cohortId } = await school.cohort({ priceMinor: 100 });
  const { body } = await school.post("/enrolments", mine, { cohortId });
  const things: [path: string, missing: string][] = [
    [`/enrolments/${body.enrolment.id}`, `/enrolments/${createId("enrolment")}`],
    [`/orders/${body.order.id}`, `/orders/${createId("order")}`],
    [`/payments/${body.payment.id}`, `/payments/${createId("payment")}`],
    [`/students/${one.id}`, `/students/${createId("user")}`],
  ];
  for (const [path, missing] of things) {
    expect((await school.ask(path, { token: mine })).status).toBe(200);
    const answers = [await school.ask(path, { token: theirs }), await school.ask(missing, { token: theirs })];
    const [a, b] = answers.map(({ status, body: { requestId: _, ...rest } }) => ({ status, rest }));
    expect(a).toEqual(b);
    expect(a?.status).toBe(404);
  }
  const cancelled = await school.post(`/orders/${body.order.id}/cancel`, theirs, { why: "spite" });
  expect(cancelled.status).toBe(404);
  expect((await school.ask(`/orders/${body.order.id}`, { token: mine })).body.state).toBe("awaiting_payment");
});

describe("a body", () => {
  test("that is not JSON is refused", async () => {
    const { status, body } = await school.post("/courses", admin, "title=Bookbinding");
    expect([status, body.code]).toEqual([400, "body_not_json"]);
  });

  test("that is larger than 256 kB is refused, announced or not", async () => {
    const large = JSON.stringify({ title: "x".repeat(300 * 1024) });
    const announcements: Record<string, string>[] = [{ "content-length": String(large.length) }, {}];
    for (const headers of announcements) {
      const { status, body } = await school.ask("/courses", { method: "POST", token: admin, body: large, headers });
      expect([status, body.code]).toEqual([413, "body_too_large"]);
    }
  });

  test("with mistakes is told every field that is wrong, and what nobody asked for", async () => {
    const { id: cohortId } = await school.cohort();
    const { status, body } = await school.post("/enrolments", admin, { cohortId: 7, student: "usr_1" });
    expect([status, body.code]).toEqual([422, "invalid_input"]);
    expect(Object.keys(body.fields).sort()).toEqual(["cohortId", "student"]);
    const long = await school.post("/courses", admin, { title: "x".repeat(301) });
    expect(long.body.fields.title).toContain("300");
    expect(cohortId).toMatch(/^coh_/);
  });
});

describe("a list", () => {
  test("is walked page by page, newest first, and misses nothing that comes or goes meanwhile", async () => {
    const student = await school.person("student");
    const token = await school.token(student);
    const made: string[] = [];
    for (let n = 0; n < 5; n++) {
      school.clock.forward(n === 2 ? 0 : MINUTE_MS);
      const { id: cohortId } = await school.cohort();
      made.push((await school.post("/enrolments", token, { cohortId })).body.enrolment.id);
    }
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await school.ask(`/enrolments?limit=2${cursor && `&cursor=${cursor}`}`, { token });
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (cursor === "") {
        const { id: cohortId } = await school.cohort();
        await school.post("/enrolments", token, { cohortId });
      }
      cursor = body.nextCursor ?? "";
    } while (cursor !== "");
    expect(seen).toEqual(made.reverse());
  });

  test.each([
    ["limit=101", "limit"],
    ["limit=0", "limit"],
    ["cursor=bm9uc2Vuc2U", "cursor"],
    ["state=imaginary", "state"],
    ["order=asc", "order"],
    ["limit=5&limit=6", "limit"],
    ["limit=5&state=active&limit=5", "limit"],
  ])("that is asked for with %s is refused beside the field", async (query, field) => {
    const { status, body } = await school.ask(`/enrolments?${query}`, { token: admin });
    expect([status, body.code]).toEqual([422, "invalid_input"]);
    expect(Object.keys(body.fields)).toEqual([field]);
  });

  test("of drafts is the school's own", async () => {
    await school.cohort({}, { state: "draft", summary: "" });
    const student = await school.token(await school.person("student"));
    const drafts = async (token: string) => (await school.ask("/courses?state=draft", { token })).body.items.length;
    expect(await drafts(student)).toBe(0);
    expect(await drafts(admin)).toBeGreaterThan(0);
  });
});

test("a token that asks too often is told when to come back, and others are not held up", async () => {
  const [greedy, patient] = [await school.token(await school.person()), await school.token(await school.person())];
  for (let n = 0; n < PER_MINUTE; n++) await school.ask("/courses?limit=1", { token: greedy });
  const { status, body, headers } = await school.ask("/courses?limit=1", { token: greedy });
  expect([status, body.code]).toEqual([429, "rate_limited"]);
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await school.ask("/courses?limit=1", { token: patient })).status).toBe(200);
  school.clock.forward(2 * MINUTE_MS);
  expect((await school.ask("/courses?limit=1", { token: greedy })).status).toBe(200);
});

test("what breaks is told as a number to quote and nothing else", async () => {
  const { write } = school.database;
  school.runtime.database = { ...school.database, write: () => Promise.reject(new Error("disk I/O error at 0x5f")) };
  try {
    const { status, text, body } = await school.post("/courses", admin, { title: "Unlucky" });
    expect([status, body.code, body.requestId]).toEqual([500, "broken", expect.stringMatching(/^req_/)]);
    expect(text).not.toContain("disk");
  } finally {
    school.runtime.database = { ...school.database, write };
  }
});

test("what comes while the school can take no more is told when to come again, and is not done", async () => {
  const { write } = school.database;
  school.runtime.database = { ...school.database, write: () => Promise.reject(new Overloaded("the queue is full")) };
  try {
    const { status, body, headers } = await school.post("/courses", admin, { title: "Too many at once" });
    expect([status, body.code]).toEqual([503, "overloaded"]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  } finally {
    school.runtime.database = { ...school.database, write };
  }
  expect((await school.ask("/courses?q=too+many+at+once", { token: admin })).body.items).toEqual([]);
});

test("the use of a token is noted, and not at each request", async () => {
  const person = await school.person("student");
  const token = await school.token(person);
  const lastUse = async () => {
    await new Promise((turn) => setTimeout(turn, 50));
    const [row] = await school.database.read
      .select({ at: apiTokens.lastUsedAt })
      .from(apiTokens)
      .where(eq(apiTokens.userId, person.id));
    return row?.at?.getTime();
  };
  const first = school.clock().getTime();
  await school.ask("/courses?limit=1", { token });
  await expect.poll(lastUse).toBe(first);
  school.clock.forward(MINUTE_MS);
  await school.ask("/courses?limit=1", { token });
  expect(await lastUse()).toBe(first);
  school.clock.forward(DAY_MS);
  await school.ask("/courses?limit=1", { token });
  await expect.poll(lastUse).toBe(school.clock().getTime());
});
