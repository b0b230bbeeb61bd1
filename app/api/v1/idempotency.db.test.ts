import { setTimeout } from "node:timers/promises";
import { count, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { apiTokens, enrolments, idempotencyKeys, orders, payments, userRoles } from "#db/schema/index.ts";
import { DAY_MS, HOUR_MS } from "#domain/kernel/clock.ts";
import { ProviderTrouble } from "#domain/payments/provider.ts";
import { purgeIdempotencyKeys } from "#ops/jobs/purge.ts";
import { type ApiSchool, makeToken, openApiSchool } from "#tests/support/api.ts";
import { findViolations } from "#tests/support/invariants.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";

let school: ApiSchool;

beforeAll(async () => {
  school = await openApiSchool();
});

afterAll(async () => {
  expect(await findViolations(school.database)).toEqual([]);
  await school.close();
});

/** Somebody who is about to enrol in a cohort of its own. */
async function student(cohort: Parameters<ApiSchool["cohort"]>[0] = {}) {
  const person = await school.person("student");
  const { id: cohortId } = await school.cohort(cohort);
  return { person, cohortId, token: await school.token(person) };
}

async function placesOf(studentId: string): Promise<number> {
  const { read } = school.database;
  const [row] = await read.select({ n: count() }).from(enrolments).where(eq(enrolments.studentId, studentId));
  return row?.n ?? 0;
}

describe("a POST that is sent again with its key", () => {
  test("gets the same answer, byte for byte, and is done once", async () => {
    const { person, cohortId, token } = await student();
    const first = await school.post("/enrolments", token, { cohortId }, "once");
    const again = await school.post("/enrolments", token, { cohortId }, "once");
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.text).toBe(first.text);
    expect([first, again].map(({ headers }) => headers.get("idempotency-replayed"))).toEqual([null, "true"]);
    expect(await placesOf(person.id)).toBe(1);
  });

  test("and another body, or another thing in its path, is refused and does nothing", async () => {
    const { person, cohortId, token } = await student();
    await school.post("/enrolments", token, { cohortId }, "mine");
    const { cohortId: other } = await student();
    const mismatch = await school.post("/enrolments", token, { cohortId: other }, "mine");
    expect([mismatch.status, mismatch.body.code]).toEqual([422, "idempotency_mismatch"]);
    expect(await placesOf(person.id)).toBe(1);

    const office = await school.token(await school.person("admin"));
    const [one, two] = await Promise.all([student(), student()]);
    const ids = await Promise.all(
      [one, two].map(async ({ cohortId: id, token: theirs }) => {
        const { body } = await school.post("/enrolments", theirs, { cohortId: id });
        return body.enrolment.id as string;
      }),
    );
    await school.post(`/enrolments/${ids[0]}/suspend`, office, { why: "" }, "both");
    const second = await school.post(`/enrolments/${ids[1]}/suspend`, office, { why: "" }, "both");
    expect(second.body.code).toBe("idempotency_mismatch");
  });

  test("and asks for something else under the same key is a request of its own", async () => {
    const { cohortId, token } = await student({ capacity: 0 });
    const { cohortId: free } = await student();
    const enrolled = await school.post("/enrolments", token, { cohortId: free }, "same");
    const waits = await school.post("/waiting", token, { cohortId }, "same");
    expect([enrolled.status, waits.status]).toEqual([201, 201]);
    expect(waits.body.state).toBe("waiting");
    expect(waits.headers.get("idempotency-replayed")).toBeNull();
  });

  test("by a token that may not do it, was revoked or is over is refused, and reads nothing of the answer", async () => {
    const { person, cohortId, token } = await student();
    const first = await school.post("/enrolments", token, { cohortId }, "seen");
    expect(first.status).toBe(201);
    const narrow = await makeToken(school, person, ["courses:read"]);
    const denied = await school.post("/enrolments", narrow, { cohortId }, "seen");
    expect([denied.status, denied.body.code]).toEqual([403, "scope_missing"]);
    expect(denied.text).not.toContain(first.body.enrolment.id);
    const wide = await makeToken(school, person);
    expect((await school.post("/enrolments", wide, { cohortId }, "seen")).text).toBe(first.text);
    await school.database.write((tx) =>
      tx.update(apiTokens).set({ revokedAt: school.clock() }).where(eq(apiTokens.userId, person.id)),
    );
    for (const ended of [token, wide]) {
      expect((await school.post("/enrolments", ended, { cohortId }, "seen")).body.code).toBe("token_refused");
    }
  });

  test("after its person has lost the role that allowed it is refused; one who kept it is answered", async () => {
    const { person: theirs, cohortId } = await student();
    const clerk = await school.person("support");
    const token = await school.token(clerk);
    const body = { cohortId, studentId: theirs.id };
    const first = await school.post("/enrolments", token, body, "for another");
    expect(first.status).toBe(201);
    expect((await school.post("/enrolments", token, body, "for another")).text).toBe(first.text);
    await school.database.write((tx) => tx.delete(userRoles).where(eq(userRoles.userId, clerk.id)));
    const again = await school.post("/enrolments", token, body, "for another");
    expect([again.status, again.body.code]).toEqual([403, "forbidden"]);
    expect(again.text).not.toContain(first.body.enrolment.id);
  });

  test("by somebody else is another request", async () => {
    const [one, two] = [await student(), await student()];
    const answers = await Promise.all(
      [one, two].map(({ token, cohortId }) => school.post("/enrolments", token, { cohortId }, "the same")),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });

  test("is told that the first one is still being answered", async () => {
    const { person, cohortId, token } = await student();
    // The database is kept busy, so that whichever came first cannot be done before the others have asked. No write may take long,
    // so many short ones wait in line.
    let release = () => {};
    const released = new Promise<void>((done) => (release = done));
    const aWhile = () => Promise.race([released, setTimeout(500)]);
    const busy = Promise.all(Array.from({ length: 60 }, () => school.database.write(aWhile)));
    const asked = [1, 2, 3].map(() => school.post("/enrolments", token, { cohortId }, "at once"));
    const answered: number[] = [];
    for (const each of asked) void each.then(({ status }) => answered.push(status));
    await vi.waitFor(() => expect(answered).toEqual([409, 409]), { timeout: scaleDeadline(3_000) });
    release();
    await busy;
    const answers = await Promise.all(asked);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const waiting = answers.find(({ status }) => status === 409);
    expect([waiting?.body.code, waiting?.headers.get("retry-after")]).toEqual(["request_in_flight", "1"]);
    expect(await placesOf(person.id)).toBe(1);
  });

  test("after it was refused is asked anew, because nothing was done", async () => {
    const { cohortId, token } = await student({ capacity: 0 });
    const full = await school.post("/enrolments", token, { cohortId }, "patient");
    expect([full.status, full.body.code]).toEqual([409, "cohort_full"]);
    const admin = await school.token(await school.person("admin"));
    const wider = await school.ask(`/cohorts/${cohortId}`, { method: "PATCH", token: admin, body: { capacity: 1 } });
    expect(wider.status).toBe(200);
    expect((await school.post("/enrolments", token, { cohortId }, "patient")).status).toBe(201);
  });

  test("a day later is a new request", async () => {
    const { cohortId, token } = await student();
    const first = await school.post("/enrolments", token, { cohortId }, "old");
    school.clock.forward(DAY_MS + HOUR_MS);
    const later = await school.post("/enrolments", token, { cohortId }, "old");
    expect([first.status, later.body.code]).toEqual([201, "already_enrolled"]);
  });
});

test.each([
  ["no key", null],
  ["an empty key", ""],
  ["a key of 256 characters", "k".repeat(256)],
])("a POST with %s is refused and does nothing", async (_, key) => {
  const { person, cohortId, token } = await student();
  const refused = await school.ask("/enrolments", { method: "POST", token, body: { cohortId }, key });
  expect([refused.status, refused.body.code]).toEqual([400, "idempotency_key_missing"]);
  expect(await placesOf(person.id)).toBe(0);
});

test("an answer whose provider did not answer is finished by whoever sends the request again", async () => {
  const { person, cohortId, token } = await student({ priceMinor: 48_000 });
  const { sandbox } = school.runtime.providers;
  if (!sandbox) throw new Error("the sandbox is on");
  const { start } = sandbox;
  sandbox.start = async () => {
    throw new ProviderTrouble("the line is down");
  };
  const first = await school.post("/enrolments", token, { cohortId }, "stubborn");
  expect([first.status, first.body.code, first.headers.get("retry-after")]).toEqual([
    503,
    "provider_unavailable",
    "10",
  ]);

  sandbox.start = start;
  const again = await school.post("/enrolments", token, { cohortId }, "stubborn");
  expect(again.status).toBe(201);
  expect(again.body.payment).toMatchObject({ state: "pending", checkoutUrl: expect.stringContaining("/sandbox/pay/") });
  const { text } = await school.post("/enrolments", token, { cohortId }, "stubborn");
  expect(text).toBe(again.text);

  const { read } = school.database;
  const bought = await read
    .select({ order: orders.id, payment: payments.id })
    .from(orders)
    .innerJoin(payments, eq(payments.orderId, orders.id))
    .where(eq(orders.buyerId, person.id));
  expect(bought).toEqual([{ order: again.body.order.id, payment: again.body.payment.id }]);
});

test("answers that can no longer be asked for are forgotten", async () => {
  const { cohortId, token } = await student();
  await school.post("/enrolments", token, { cohortId }, "forget me");
  school.clock.forward(2 * DAY_MS + HOUR_MS);
  await purgeIdempotencyKeys();
  const [left] = await school.database.read.select({ n: count() }).from(idempotencyKeys);
  expect(left?.n).toBe(0);
});
